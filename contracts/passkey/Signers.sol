// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {P256} from "@openzeppelin/contracts/utils/cryptography/P256.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {WebAuthn} from "@openzeppelin/contracts/utils/cryptography/WebAuthn.sol";
import {IPasskeyAccount} from "./IPasskeyAccount.sol";

/// @title Signers
/// @notice What a signer is, and whether it has signed a digest.
library Signers {
    /// @notice Whether a passkey, an address or nobody has signed; nobody never has.
    function hasSigned(
        IPasskeyAccount.Signer memory signer,
        bytes32 digest,
        bytes calldata signature
    ) internal view returns (bool) {
        address account = addressOf(signer);
        if (account == address(0)) return hasAsserted(signer, digest, signature);
        // Zero when there is no valid signature, which no account is.
        (address recovered, , ) = ECDSA.tryRecoverCalldata(digest, signature);
        if (recovered == account) return true;
        return SignatureChecker.isValidERC1271SignatureNowCalldata(account, digest, signature);
    }

    /// @notice Whether a passkey has signed; (address, 0) and (0, 0) never have, as they are no points of the curve.
    /// @dev OpenZeppelin's shorter `verify` requires that the person was verified. Its check of the curve comes with it.
    function hasAsserted(
        IPasskeyAccount.Signer memory signer,
        bytes32 digest,
        bytes calldata signature
    ) internal view returns (bool) {
        (bool isWellFormed, WebAuthn.WebAuthnAuth calldata assertion) = WebAuthn.tryDecodeAuth(signature);
        // OpenZeppelin looks at the type before it compares the index with the length: far outside it would burn all gas.
        if (!isWellFormed || assertion.typeIndex >= bytes(assertion.clientDataJSON).length) return false;
        return WebAuthn.verify(abi.encodePacked(digest), assertion, signer.x, signer.y);
    }

    /// @notice Whether the signer is a point of the curve, as every passkey is.
    function isPasskey(IPasskeyAccount.Signer memory signer) internal pure returns (bool) {
        return P256.isValidPublicKey(signer.x, signer.y);
    }

    /// @notice The signer's address; zero when it is none.
    function addressOf(IPasskeyAccount.Signer memory signer) internal pure returns (address) {
        bool isAddress = signer.y == 0 && uint256(signer.x) <= type(uint160).max;
        return isAddress ? address(uint160(uint256(signer.x))) : address(0);
    }

    /// @notice Whether there is no signer.
    function isNobody(IPasskeyAccount.Signer memory signer) internal pure returns (bool) {
        return signer.x == 0 && signer.y == 0;
    }
}
