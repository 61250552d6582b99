// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title DigestWallet
/// @notice An account of code that accepts the digest itself as its signature (ERC-1271), and answers wrongly in several
/// ways when one more byte follows the digest.
contract DigestWallet {
    bytes4 private constant ACCEPTED = 0x1626ba7e;

    function isValidSignature(bytes32 digest, bytes calldata signature) external pure returns (bytes32 answer) {
        if (signature.length < 32 || bytes32(signature[:32]) != digest) return bytes32(0);
        if (signature.length == 32) return bytes32(ACCEPTED);
        uint8 fault = uint8(signature[32]);
        if (fault == 1) return bytes32(uint256(uint32(ACCEPTED)));
        if (fault == 2) revert("refused");
        if (fault == 3) return ~bytes32(ACCEPTED);
        bytes4 accepted = ACCEPTED;
        assembly ("memory-safe") {
            mstore(0, accepted)
            return(0, 4)
        }
    }
}
