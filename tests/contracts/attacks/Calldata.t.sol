// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AttackKit} from "../support/AttackKit.sol";
import {RecordBytes} from "../support/RecordBytes.sol";
import {SettleCalls} from "../support/SettleCalls.sol";

/// @notice Calldata that no encoder makes: offsets that overlap, lie outside or wrap around, lengths that promise more than
/// there is, dirty upper bits, bytes behind the end. A word is 32 bytes; word 0 is the first behind the selector.
contract CalldataTest is AttackKit {
    bytes private records = RecordBytes.one(ALICE, 1, 200_000);
    bytes private netList = RecordBytes.entry(ALICE, 200_000);

    /// @dev The words of `settle(payees, [one batch], push)`: heads 0–2, payees 3–4, batches from 5.
    uint256 private constant PAYEES_OFFSET_WORD = 0;
    uint256 private constant BATCHES_OFFSET_WORD = 1;
    uint256 private constant PUSH_WORD = 2;
    uint256 private constant PAYEES_LENGTH_WORD = 3;
    uint256 private constant BATCHES_LENGTH_WORD = 5;
    uint256 private constant BATCH_OFFSET_WORD = 6;
    uint256 private constant POOL_WORD = 7;
    uint256 private constant SEQ_WORD = 8;
    uint256 private constant LIST_OFFSET_WORD = 10;
    uint256 private constant LIST_LENGTH_WORD = 11;

    function test_RevertWhen_AnOffsetOrALengthPointsOutside() public {
        bytes memory call = _settleCall();
        uint256[7] memory words = [
            PAYEES_OFFSET_WORD,
            BATCHES_OFFSET_WORD,
            PAYEES_LENGTH_WORD,
            BATCHES_LENGTH_WORD,
            BATCH_OFFSET_WORD,
            LIST_OFFSET_WORD,
            LIST_LENGTH_WORD
        ];
        for (uint256 i; i < words.length; ++i) {
            _expectFailure(call, words[i], call.length);
            _expectFailure(call, words[i], type(uint32).max);
            _expectFailure(call, words[i], type(uint64).max);
            _expectFailure(call, words[i], type(uint256).max);
            // Points a word back, by wrapping around.
            _expectFailure(call, words[i], type(uint256).max - 31);
            _expectFailure(call, words[i], type(uint256).max - 63);
        }
    }

    function test_RevertWhen_UpperBitsAreDirty() public {
        bytes memory call = _settleCall();
        _expectFailure(call, POOL_WORD, (1 << 32) | 1);
        _expectFailure(call, SEQ_WORD, (1 << 255) | 1);
        _expectFailure(call, PUSH_WORD, 2);

        bytes memory withdrawal = abi.encodeCall(ledger.withdraw, (CAROL, 1));
        vm.startPrank(ALICE);
        _expectFailure(withdrawal, 0, (1 << 160) | uint160(CAROL));
        _expectFailure(withdrawal, 1, (1 << 64) | 1);
        vm.stopPrank();

        // Deadline of a commit, the second field of its header: 2⁴⁰ more than what was signed.
        bytes memory commitment = _commitCall(2);
        _expectFailure(commitment, 3, (1 << 40) | _wordOf(commitment, 3));
        _expectFailure(commitment, 1, (1 << 32) | 2);
    }

    /// @dev Both lists may share bytes, and one batch may be named by two offsets: what is read is checked.
    function test_ABatchNamedByTwoOffsetsIsSettledOnce() public {
        _settleCall();
        bytes memory call = abi.encodePacked(
            ledger.settle.selector,
            abi.encode(0x60, 0xa0, true),
            // payees
            abi.encode(20, bytes32(bytes20(ALICE))),
            // two batches, the same one
            abi.encode(2, 0x40, 0x40),
            abi.encode(pool, 1, keccak256(records), 0x80),
            abi.encode(8, bytes32(abi.encodePacked(uint16(0), uint48(200_000))))
        );

        assertTaken(THIEF, call, "taken");
        assertEq(token.balanceOf(ALICE), 200_000, "once");
        assertEq(reserved(pool), 0, "once");
    }

    /// @dev The payee's last twelve bytes, zeros, are the first of the list's length: each is judged by what it says.
    function test_OverlappingListsAreReadAsTheyStand() public {
        address payee = address(bytes20(bytes8("overlaps")));
        bytes memory batch = RecordBytes.one(payee, 1, 200_000);
        uint32 seq = commitAndMature(batch);
        bytes memory call = abi.encodePacked(
            ledger.settle.selector,
            abi.encode(0x120, 0x60, true),
            abi.encode(1, 0x20),
            abi.encode(pool, seq, keccak256(batch), 0xa8, 20),
            payee,
            uint160(8),
            uint16(0),
            uint48(200_000)
        );

        assertTaken(THIEF, call, "taken");
        assertEq(token.balanceOf(payee), 200_000, "what was committed");
    }

    /// @dev Bytes behind a list's end stand in the word that is loaded with its last field, and must not count.
    function test_DirtyBytesBehindAListDoNotCount() public {
        bytes memory call = _settleCall();
        // Behind Alice's 20 bytes and behind the entry's 8, up to the end of their words.
        uint256 payees = _wordOf(call, PAYEES_LENGTH_WORD + 1);
        _put(call, PAYEES_LENGTH_WORD + 1, payees | type(uint96).max);
        uint256 entry = _wordOf(call, LIST_LENGTH_WORD + 1);
        _put(call, LIST_LENGTH_WORD + 1, entry | type(uint192).max);

        assertTaken(THIEF, bytes.concat(call, hex"ffffffffffff"), "taken");
        assertEq(token.balanceOf(ALICE), 200_000, "what was committed");
    }

    function test_DirtyBytesBehindRecordsDoNotCount() public {
        bytes memory call = _commitCall(1);
        // The last of the records' words: they are 32 bytes, so the padding is the signature's.
        assertTaken(THIEF, bytes.concat(call, hex"ffffffffffff"), "taken");
        assertEq(reserved(pool), 200_000, "what was signed");
    }

    /// @dev Three megabytes of payees, one of whom is in the batch: its sender pays for them, in time or not at all.
    function test_ThreeMegabytesOfPayeesHinderOnlyTheirSender() public {
        bytes memory call = _settleCall();
        bytes memory payees = new bytes(3_000_000);
        for (uint256 i; i < payees.length / 20; ++i) {
            uint256 offset = i * 20;
            assembly ("memory-safe") {
                mstore(add(add(payees, 32), offset), shl(96, add(i, 1)))
            }
        }
        bytes memory large = abi.encodePacked(
            ledger.settle.selector,
            abi.encode(0x60, 0x80 + payees.length, true),
            abi.encode(payees.length),
            payees,
            abi.encode(1, 0x20),
            abi.encode(pool, 1, keccak256(records), 0x80),
            abi.encode(8, bytes32(abi.encodePacked(uint16(uint160(ALICE) - 1), uint48(200_000))))
        );
        (bool success, ) = address(ledger).call{gas: MAX_TRANSACTION_GAS}(large);

        assertTrue(!success, "more than a chain transaction can carry");
        assertTaken(THIEF, call, "and the batch is settled by the next");
        assertEq(token.balanceOf(ALICE), 200_000, "once");
    }

    /// @dev Whatever byte of a settle is altered, it moves what was committed to whom it was committed, or nothing.
    function testFuzz_AnAlteredByteOfASettleRedirectsNothing(uint256 place, uint8 mask) public {
        bytes memory batch = bytes.concat(records, RecordBytes.one(BOB, 2, 300_000));
        uint32 seq = commitAndMature(batch);
        bytes memory batchList = bytes.concat(netList, RecordBytes.entry(BOB, 300_000));
        bytes memory call = SettleCalls.encode(list(ref(pool, seq, batch, batchList)), true);
        place = bound(place, 4, call.length - 1);
        call[place] = bytes1(uint8(call[place]) ^ uint8(bound(mask, 1, 255)));

        vm.prank(THIEF);
        (bool success, ) = address(ledger).call{gas: MAX_TRANSACTION_GAS}(call);

        bool settled = success && reserved(pool) == 0;
        assertEq(token.balanceOf(ALICE) + owedTo(ALICE), settled ? 200_000 : 0, "Alice");
        assertEq(token.balanceOf(BOB) + owedTo(BOB), settled ? 300_000 : 0, "Bob");
        assertEq(reserved(pool), settled ? 0 : 500_000, "the pool");
        assertEq(token.balanceOf(address(ledger)) + token.balanceOf(ALICE) + token.balanceOf(BOB), DEPOSIT, "all");
    }

    /// @dev Whatever byte of a commit is altered, it is refused, or was one of those behind a list's end.
    function testFuzz_AnAlteredByteOfACommitIsRefusedOrMeansNothing(uint256 place, uint8 mask) public {
        bytes memory call = _commitCall(1);
        bytes27 expected = batchHash(keccak256(records), netList);
        place = bound(place, 4, call.length - 1);
        call[place] = bytes1(uint8(call[place]) ^ uint8(bound(mask, 1, 255)));

        vm.prank(THIEF);
        (bool success, ) = address(ledger).call{gas: MAX_TRANSACTION_GAS}(call);

        (uint40 maturesAt, bytes27 hash) = ledger.getBatch(pool, 1);
        assertEq(bytes32(hash), success ? bytes32(expected) : bytes32(0), "what was signed, or nothing");
        assertEq(maturesAt, success ? START + HOLD : 0, "with the hold that was signed");
        // Behind the 65 bytes of the signature its last word has 31 more.
        if (success) vm.assertGt(place, call.length - 32, "only behind the signature's end");
    }

    function test_RevertWhen_TheCallIsCutShort() public {
        bytes memory call = _settleCall();
        for (uint256 length = 4; length < call.length - 24; length += 7) {
            (bool success, ) = address(ledger).call(RecordBytes.slice(call, 0, length));
            assertTrue(!success, "cut short");
        }
        assertEq(reserved(pool), 200_000, "nothing moved");
    }

    /// @dev Commits and matures Alice's 200 000, and encodes the settle.
    function _settleCall() private returns (bytes memory) {
        uint32 seq = commitAndMature(records);
        return SettleCalls.encode(list(ref(pool, seq, records, netList)), true);
    }

    function _commitCall(uint32 seq) private view returns (bytes memory) {
        bytes memory signature = signCommit(ORDER_KEY, pool, seq, header(), records);
        return abi.encodeCall(ledger.commit, (pool, seq, header(), records, signature));
    }

    function _expectFailure(bytes memory call, uint256 word, uint256 value) private {
        uint256 before = _wordOf(call, word);
        _put(call, word, value);
        (bool success, ) = address(ledger).call{gas: MAX_TRANSACTION_GAS}(call);
        _put(call, word, before);

        assertTrue(!success, "refused");
        assertEq(reserved(pool), 200_000, "nothing moved");
    }

    function _wordOf(bytes memory data, uint256 word) private pure returns (uint256 value) {
        uint256 offset = 36 + word * 32;
        assembly ("memory-safe") {
            value := mload(add(data, offset))
        }
    }

    function _put(bytes memory data, uint256 word, uint256 value) private pure {
        uint256 offset = 36 + word * 32;
        assembly ("memory-safe") {
            mstore(add(data, offset), value)
        }
    }
}
