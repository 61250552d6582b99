// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {P256} from "@openzeppelin/contracts/utils/cryptography/P256.sol";
import {CarrierActions} from "./CarrierActions.sol";
import {Dice} from "./Dice.sol";

/// @title Signing
/// @notice How each kind of payee signs, and the memory of what was signed and taken.
abstract contract Signing is CarrierActions {
    using Dice for Dice.Cup;

    /// @dev So many of the calls that were taken last are tried again.
    uint256 private constant MOST_REMEMBERED = 16;

    /// @dev Where the client data of {_assertion} says which type and challenge they are of.
    uint256 private constant TYPE_INDEX = 1;
    uint256 private constant CHALLENGE_INDEX = 23;

    bytes[] private _remembered;
    uint256 private _rememberedCount;

    function _remember(bytes memory call) internal override {
        if (_remembered.length < MOST_REMEMBERED) _remembered.push(call);
        else _remembered[_rememberedCount % MOST_REMEMBERED] = call;
        ++_rememberedCount;
    }

    function _someRemembered(Dice.Cup memory cup) internal view returns (bytes memory) {
        vm.assume(_remembered.length != 0);
        return _remembered[cup.below(_remembered.length)];
    }

    /// @dev `person`'s signature over a digest: by its key, by the other key that its code knows, or by its passkey.
    function _signAs(Dice.Cup memory cup, Person storage person, bytes32 digest_) internal returns (bytes memory) {
        if (person.kind == Kind.Passkey) return _assertion(person.key, digest_);
        if (person.kind == Kind.Wallet) _note("signed for a wallet");
        if (person.kind != Kind.Delegated) return signDigest(person.key, digest_);
        bool byCode = cup.oneIn(2);
        _note(byCode ? "signed for delegated code" : "signed by a key with delegated code");
        return signDigest(byCode ? person.key + 1 : person.key, digest_);
    }

    /// @dev What a browser returns: user present and verified, low s, the digest as challenge.
    function _assertion(uint256 key, bytes32 digest_) internal pure returns (bytes memory) {
        // solhint-disable-next-line quotes
        string memory start = '{"type":"webauthn.get","challenge":"';
        // solhint-disable-next-line quotes
        string memory clientData = string.concat(start, Base64.encodeURL(abi.encodePacked(digest_)), '"}');
        bytes memory authenticatorData = abi.encodePacked(sha256("vouchpenny.example"), bytes1(0x05), uint32(1));
        bytes32 hash = sha256(abi.encodePacked(authenticatorData, sha256(bytes(clientData))));
        (bytes32 r, bytes32 s) = vm.signP256(key, hash);
        if (uint256(s) > P256.N / 2) s = bytes32(P256.N - uint256(s));
        return abi.encode(r, s, CHALLENGE_INDEX, TYPE_INDEX, authenticatorData, clientData);
    }
}
