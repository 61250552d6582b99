// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {IPasskeyAccount} from "../../../contracts/passkey/IPasskeyAccount.sol";
import {Test} from "../support/Test.sol";

// Client data is JSON, full of double quotes.
// solhint-disable quotes

/// @title Device
/// @notice Signs as a browser and a device do; authenticator data and client data are formed as those recorded in
/// `tests/vectors/passkeys.json`.
abstract contract Device is Test {
    /// @dev Where chains that have it keep the P-256 precompile.
    address internal constant P256_PRECOMPILE = address(0x100);

    /// @dev Present, verified, eligible for backup and backed up: what a synchronised passkey says.
    uint8 internal constant HONEST_FLAGS = 0x1d;

    /// @dev From here on the chain has no P-256 precompile: a call of an address without code succeeds with no answer.
    function removePrecompile() internal {
        vm.mockCall(P256_PRECOMPILE, "", "");
    }

    function passkey(uint256 privateKey) internal pure returns (IPasskeyAccount.Signer memory) {
        (uint256 x, uint256 y) = vm.publicKeyP256(privateKey);
        return IPasskeyAccount.Signer(bytes32(x), bytes32(y));
    }

    function assertion(uint256 privateKey, bytes32 digest_) internal pure returns (bytes memory) {
        return assertion(privateKey, authenticatorData(HONEST_FLAGS), clientData("webauthn.get", digest_));
    }

    function assertion(
        uint256 privateKey,
        bytes memory authenticatorData_,
        string memory clientData_
    ) internal pure returns (bytes memory) {
        (bytes32 r, bytes32 s) = vm.signP256(privateKey, signedHash(authenticatorData_, clientData_));
        return encodeAssertion(r, s, authenticatorData_, clientData_);
    }

    /// @dev What a device signs.
    function signedHash(bytes memory authenticatorData_, string memory clientData_) internal pure returns (bytes32) {
        return sha256(abi.encodePacked(authenticatorData_, sha256(bytes(clientData_))));
    }

    function encodeAssertion(
        bytes32 r,
        bytes32 s,
        bytes memory authenticatorData_,
        string memory clientData_
    ) internal pure returns (bytes memory) {
        uint256 typeIndex = 1;
        uint256 challengeIndex = indexOf(bytes(clientData_), '"challenge":');
        return abi.encode(r, s, challengeIndex, typeIndex, authenticatorData_, clientData_);
    }

    function authenticatorData(uint8 flags) internal pure returns (bytes memory) {
        uint32 counter = 2;
        return abi.encodePacked(sha256("vouchpenny.example"), flags, counter);
    }

    function clientData(string memory type_, bytes32 digest_) internal pure returns (string memory) {
        return
            string.concat(
                '{"type":"',
                type_,
                '","challenge":"',
                challengeOf(digest_),
                '","origin":"https://pay.vouchpenny.example","crossOrigin":false}'
            );
    }

    /// @dev A challenge as browsers write it: base64url without padding.
    function challengeOf(bytes32 digest_) internal pure returns (string memory) {
        return Base64.encodeURL(abi.encodePacked(digest_));
    }

    function indexOf(bytes memory text, bytes memory piece) internal pure returns (uint256 index) {
        for (; index + piece.length <= text.length; ++index) {
            uint256 same;
            while (same < piece.length && text[index + same] == piece[same]) ++same;
            if (same == piece.length) return index;
        }
        revert("no such piece");
    }
}
