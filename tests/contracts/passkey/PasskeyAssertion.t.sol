// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPasskeyAccount} from "../../../contracts/passkey/IPasskeyAccount.sol";
import {PasskeyKit} from "./PasskeyKit.sol";

// Client data is JSON, full of double quotes.
// solhint-disable quotes

/// @notice Which assertions count, tried with a cancellation, which is done at once.
contract PasskeyAssertionTest is PasskeyKit {
    /// @dev Order of the P-256 group, and its half.
    uint256 private constant N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551;
    uint256 private constant HALF_N = N / 2;

    /// @dev A signature that both answers of the precompile's specification name valid (Wycheproof, "small r and s").
    bytes private constant PRECOMPILE_INPUT =
        hex"bb5a52f42f9c9261ed4361f59422a1e30036e7c32b270c8807a419feca605023"
        hex"0000000000000000000000000000000000000000000000000000000000000005"
        hex"0000000000000000000000000000000000000000000000000000000000000001"
        hex"a71af64de5126a4a4e02b7922d66ce9415ce88a4c9d25514d91082c8725ac957"
        hex"5d47723c8fbe580bb369fec9c2665d8e30a435b9932645482e7c9f11e872296b";

    function hasPrecompile() internal pure virtual returns (bool) {
        return true;
    }

    function test_ThePrecompileIsThereOrNotAsThisTestSays() public view {
        (bool success, bytes memory answer) = P256_PRECOMPILE.staticcall(PRECOMPILE_INPUT);

        assertTrue(success, "the call succeeds either way");
        assertEq(answer, hasPrecompile() ? abi.encode(1) : bytes(""), "only a precompile answers");
    }

    /*//////////////////////////////////////////////////////////////
                          WHAT THE DEVICE SAYS
    //////////////////////////////////////////////////////////////*/

    function test_OfAllFlagsOnlyPresentVerifiedAndConsistentOnesCount() public {
        uint256 accepted;
        for (uint256 flags; flags < 256; ++flags) {
            bool isPresent = flags & 0x01 != 0;
            bool isVerified = flags & 0x04 != 0;
            bool isConsistent = flags & 0x08 != 0 || flags & 0x10 == 0;
            bytes memory signed = authenticatorData(uint8(flags));

            bool taken = tryCancel(assertion(KEY, signed, honestData()));

            assertEq(taken ? 1 : 0, isPresent && isVerified && isConsistent ? 1 : 0, "the three rules");
            if (taken) ++accepted;
        }
        assertEq(accepted, 48, "a quarter of all, and of those three quarters");
    }

    function test_WhatExtensionsAddAndTheCounterDoNotMatter() public {
        bytes memory longer = bytes.concat(authenticatorData(HONEST_FLAGS | 0x80), hex"a16b6372656450726f7465637402");
        bytes memory uncounted = abi.encodePacked(sha256("vouchpenny.example"), HONEST_FLAGS, uint32(0));

        assertTrue(tryCancel(assertion(KEY, longer, honestData())), "extensions");
        assertTrue(tryCancel(assertion(KEY, uncounted, honestData())), "a counter of zero");
        assertTrue(tryCancel(assertion(KEY, uncounted, honestData())), "and the same again");
    }

    function test_RevertWhen_AuthenticatorDataIsAByteShort() public {
        bytes memory whole = authenticatorData(HONEST_FLAGS);
        bytes memory short = new bytes(36);
        for (uint256 i; i < 36; ++i) {
            short[i] = whole[i];
        }

        assertTrue(!tryCancel(assertion(KEY, short, honestData())), "36 bytes are refused");
    }

    /*//////////////////////////////////////////////////////////////
                          WHAT THE BROWSER SAYS
    //////////////////////////////////////////////////////////////*/

    function test_RevertWhen_ItIsNoAssertion() public {
        string[4] memory types = ["webauthn.create", "payment.get", "webauthn.ge", "webauthn.get2"];
        for (uint256 i; i < types.length; ++i) {
            string memory json = clientData(types[i], cancellation());

            assertTrue(!tryCancel(assertion(KEY, authenticatorData(HONEST_FLAGS), json)), types[i]);
        }
    }

    function test_RevertWhen_TheChallengeIsAnother() public {
        bytes32 other = cancelDigest(true, keyNonce(), soon());
        assertTrue(!tryCancel(assertion(KEY, other)), "the digest of something else");

        string memory padded = string.concat(
            '{"type":"webauthn.get","challenge":"',
            challengeOf(cancellation()),
            '=","origin":"https://pay.vouchpenny.example"}'
        );
        assertTrue(!tryCancel(assertion(KEY, authenticatorData(HONEST_FLAGS), padded)), "a padded challenge");

        string memory longer = string.concat(
            '{"type":"webauthn.get","challenge":"',
            challengeOf(cancellation()),
            'AA","origin":"https://pay.vouchpenny.example"}'
        );
        assertTrue(!tryCancel(assertion(KEY, authenticatorData(HONEST_FLAGS), longer)), "a longer challenge");
    }

    function test_TheOriginAndOtherMembersAreNotLookedAt() public {
        string memory elsewhere = string.concat(
            '{"type":"webauthn.get","challenge":"',
            challengeOf(cancellation()),
            unicode'","origin":"https://kaffee-für-alle.example","crossOrigin":true,"topOrigin":"https://frame.example"}'
        );

        assertTrue(tryCancel(assertion(KEY, authenticatorData(HONEST_FLAGS), elsewhere)), "as the interface says");
    }

    function test_RevertWhen_AnIndexPointsElsewhere() public {
        (bytes32 r, bytes32 s) = honestSignature();
        uint256[5] memory wrong = [uint256(0), 2, 22, 10_000, type(uint256).max];
        for (uint256 i; i < wrong.length; ++i) {
            assertTrue(!tryCancel(encode(r, s, wrong[i], 1)), "a challenge elsewhere");
            assertTrue(!tryCancel(encode(r, s, 23, wrong[i])), "a type elsewhere");
        }
        assertTrue(tryCancel(encode(r, s, 23, 1)), "where they are they are found");
    }

    /*//////////////////////////////////////////////////////////////
                             THE SIGNATURE
    //////////////////////////////////////////////////////////////*/

    function test_RevertWhen_SIsInTheUpperHalf() public {
        (bytes32 r, bytes32 s) = honestSignature();
        assertTrue(uint256(s) <= HALF_N, "the lower half");

        assertTrue(!tryCancel(encode(r, bytes32(N - uint256(s)), 23, 1)), "its mirror image is refused");
        assertTrue(tryCancel(encode(r, s, 23, 1)), "itself is taken");
    }

    function test_RevertWhen_RAndSAreOutOfRange() public {
        (bytes32 r, bytes32 s) = honestSignature();
        bytes32[3] memory wrong = [bytes32(0), bytes32(N), bytes32(type(uint256).max)];
        for (uint256 i; i < wrong.length; ++i) {
            assertTrue(!tryCancel(encode(wrong[i], s, 23, 1)), "r");
            assertTrue(!tryCancel(encode(r, wrong[i], 23, 1)), "s");
        }
    }

    function test_RevertWhen_AnotherPasskeySigned() public {
        assertTrue(!tryCancel(assertion(SECOND_PASSKEY, cancellation())), "recovery's passkey is not the key");
        assertTrue(!tryCancel(assertion(THIEFS_PASSKEY, cancellation())), "nor is a stranger's");
    }

    function test_RevertWhen_TheDigestIsSignedWithoutAnAssertion() public {
        (bytes32 r, bytes32 s) = vm.signP256(KEY, cancellation());

        assertTrue(!tryCancel(abi.encodePacked(r, s)), "a bare P-256 signature");
        assertTrue(!tryCancel(encode(r, s, 23, 1)), "dressed as an assertion");
        assertTrue(!tryCancel(signDigest(KEY, cancellation())), "an ECDSA signature of an address");
    }

    function testFuzz_GarbageIsRefusedInAnOrdinaryWay(bytes calldata garbage) public {
        assertTrue(!tryCancel(garbage), "nobody signs by chance");
    }

    function testFuzz_AnyOtherWordInAnAssertionIsRefusedInAnOrdinaryWay(uint256 place, uint256 word) public {
        bytes memory good = assertion(KEY, cancellation());
        // The first words: r, s, two indices, two offsets, and the first length. What is behind them is signed.
        place = bound(place, 0, 6) * 32;
        // Half of the words are small, as offsets and lengths are.
        if (word & 1 == 0) word = bound(word, 0, good.length + 64);
        uint256 before;
        assembly ("memory-safe") {
            before := mload(add(add(good, 32), place))
            mstore(add(add(good, 32), place), word)
        }
        vm.assume(word != before);

        assertTrue(!tryCancel(good), "the altered assertion is refused");
    }

    function testFuzz_ACutAssertionIsRefusedInAnOrdinaryWay(uint256 length) public {
        bytes memory good = assertion(KEY, cancellation());
        // Behind the text are zeros up to a whole word, which say nothing.
        uint256 padding = 32 - (bytes(honestData()).length % 32);
        length = bound(length, 0, good.length - padding - 1);
        assembly ("memory-safe") {
            mstore(good, length)
        }

        assertTrue(!tryCancel(good), "the cut assertion is refused");
    }

    /*//////////////////////////////////////////////////////////////
                                SUPPORT
    //////////////////////////////////////////////////////////////*/

    /// @dev Whether a cancellation so signed is taken. A refusal must be that of a signature and no other.
    function tryCancel(bytes memory signature) private returns (bool taken) {
        uint64 nonce = keyNonce();
        IPasskeyAccount.Authorization memory yes = IPasskeyAccount.Authorization(nonce, soon(), signature);
        bytes memory answer;
        (taken, answer) = address(account).call(abi.encodeCall(account.cancel, (false, yes)));
        if (taken) return true;
        bytes memory expected = abi.encodeWithSelector(IPasskeyAccount.PasskeyAccount_SignatureInvalid.selector, false);
        assertEq(answer, expected, "refused for its signature");
    }

    function cancellation() private view returns (bytes32) {
        return cancelDigest(false, keyNonce(), soon());
    }

    function honestData() private view returns (string memory) {
        return clientData("webauthn.get", cancellation());
    }

    function honestSignature() private view returns (bytes32 r, bytes32 s) {
        return vm.signP256(KEY, signedHash(authenticatorData(HONEST_FLAGS), honestData()));
    }

    function encode(
        bytes32 r,
        bytes32 s,
        uint256 challengeIndex,
        uint256 typeIndex
    ) private view returns (bytes memory) {
        return abi.encode(r, s, challengeIndex, typeIndex, authenticatorData(HONEST_FLAGS), honestData());
    }
}

/// @notice The same where the chain has no P-256 precompile.
contract PasskeyAssertionWithoutPrecompileTest is PasskeyAssertionTest {
    function setUp() public override {
        super.setUp();
        removePrecompile();
    }

    function hasPrecompile() internal pure override returns (bool) {
        return false;
    }
}
