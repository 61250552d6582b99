// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../../contracts/interfaces/IRewardLedgerEvents.sol";
import {AttackKit} from "../support/AttackKit.sol";
import {MockToken} from "../support/MockToken.sol";
import {RecordBytes} from "../support/RecordBytes.sol";

/// @notice The largest numbers everywhere: rewards, records, sums, supply, decimals, counters, the clock.
contract NumbersTest is AttackKit {
    uint64 private constant MOST_MICROS = uint64(type(int64).max);
    uint40 private constant MOST_REWARD = (1 << 39) - 1;
    uint8 private constant MOST_DECIMALS = 36;
    uint256 private constant MOST_RECORDS = 255;
    uint256 private constant MOST_PAYEES = 500;

    /// @dev Bits that the fields in front of it take in the first slot of a pool: available, reserved, level, updated.
    uint256 private constant NEXT_SEQ_SHIFT = 64 + 64 + 64 + 32;

    /// @dev 127 500 rewards of 39 bits: 7 × 10¹⁶ micros, which no field of any sum may lose.
    function test_ABatchOfTheMostAndLargestRecordsKeepsEverySum() public {
        uint32 rich = _openRichPool();
        uint48 sum = uint48(MOST_RECORDS) * MOST_REWARD;
        (bytes memory records, bytes memory netList) = _largestBatch(sum);
        assertEq(records.length, 1_413_000, "bytes");

        uint32 seq = commit(rich, records);
        assertEq(reserved(rich), uint256(sum) * MOST_PAYEES, "reserved");
        (, bytes27 hash) = ledger.getBatch(rich, seq);
        assertEq(bytes32(hash), bytes32(batchHash(keccak256(records), netList)), "the net list");

        vm.warp(block.timestamp + HOLD);
        settleBatches(list(ref(rich, seq, records, netList)), false);
        assertEq(owedTo(address(1 << 80)), sum, "the first is owed all of it");
        assertEq(owedTo(address(uint160((1 << 80) + MOST_PAYEES - 1))), sum, "and the last");
        assertEq(reserved(rich), 0, "nothing is left over");
    }

    /// @dev Its bytes alone cost three times what a chain transaction may (EIP-7623), so no settle ever meets it.
    function test_SuchABatchIsTooLargeForAChainTransaction() public pure {
        (bytes memory records, ) = _largestBatch(1);

        vm.assertGt(21_000 + records.length * 40, 3 * MAX_TRANSACTION_GAS, "calldata alone");
    }

    /// @dev Forty batches of two pools name one payee, each with as much as an entry holds.
    function test_ManyLargestEntriesForOnePayeeInOneSettle() public {
        uint32[2] memory pools = [_openRichPool(), _openRichPool()];
        uint48 sum = uint48(MOST_RECORDS) * MOST_REWARD;
        bytes memory records = _group(ALICE, MOST_REWARD);
        Events.BatchRef[] memory refs = new Events.BatchRef[](40);
        for (uint256 i; i < refs.length; ++i) {
            uint32 of_ = pools[i % 2];
            refs[i] = ref(of_, commit(of_, records), records, RecordBytes.entry(ALICE, sum));
        }
        vm.warp(block.timestamp + HOLD);

        settleBatches(refs, false);

        assertEq(owedTo(ALICE), uint256(sum) * refs.length, "nothing lost");
        assertEq(reserved(pools[0]) + reserved(pools[1]), 0, "all of it");
    }

    function test_RevertWhen_TheSupplyIsMoreThanTheLedgerCanCount() public {
        token.mint(address(ledger), MOST_MICROS);
        token.mint(CAROL, 1);
        vm.startPrank(CAROL);
        token.approve(address(ledger), 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                Errors.RewardLedger_AmountTooLarge.selector,
                uint256(MOST_MICROS) + DEPOSIT + 1,
                MOST_MICROS
            )
        );
        ledger.deposit(pool, OWNER, 1);
        vm.stopPrank();
    }

    /// @dev What such a donation costs is 9.2 × 10¹² units, and it stops deposits alone.
    function test_AnEnormousDonationStopsDepositsAndNothingElse() public {
        bytes memory records = RecordBytes.one(ALICE, 1, 200_000);
        uint32 seq = commitAndMature(records);
        token.mint(address(ledger), MOST_MICROS);

        settleBatches(list(ref(pool, seq, records, RecordBytes.entry(ALICE, 200_000))), true);
        assertEq(token.balanceOf(ALICE), 200_000, "settled and paid");
        vm.prank(OWNER);
        ledger.requestWithdrawal(pool, DEPOSIT);
        vm.warp(block.timestamp + NOTICE);
        vm.prank(OWNER);
        ledger.executeWithdrawal(pool);
        assertEq(token.balanceOf(OWNER), DEPOSIT - 200_000, "and withdrawn");
    }

    /// @dev The bucket at its bounds, over as long a time as there is: (2⁶³ − 1) × 2⁴⁰ fits.
    function test_TheLargestRateOverTheLongestTimeStopsAtTheCapacity() public {
        uint32 rich = _openRichPool();
        commit(rich, RecordBytes.one(ALICE, 1, MOST_REWARD));

        vm.warp(type(uint40).max);
        assertEq(ledger.rateAvailable(rich), MOST_MICROS, "full, and no more");
        vm.warp(type(uint64).max);
        assertEq(ledger.rateAvailable(rich), MOST_MICROS, "full, and no more");
    }

    /// @dev Micros a day round down at each commit, so commits in a row starve the bucket by less than a micro each.
    function test_CommitsInARowStarveTheRateByLessThanAMicroEach() public {
        Events.PoolTerms memory slow = terms();
        slow.rateMicrosPerDay = 86_400 * 10 + 86_399;
        vm.prank(OWNER);
        uint32 slowPool = ledger.openPool(orderSigner, slow);
        fund(slowPool, OWNER, DEPOSIT);
        uint256 level = CAPACITY;
        for (uint256 i = 1; i <= 20; ++i) {
            commit(slowPool, RecordBytes.one(ALICE, 1, 1_000));
            vm.warp(START + i);
            level -= 1_000;
        }

        uint256 exact = level + (20 * uint256(slow.rateMicrosPerDay)) / 1 days;
        uint256 got = ledger.rateAvailable(slowPool);
        vm.assertGt(got + 20, exact, "less than a micro lost at each");
        vm.assertLt(got, exact + 1, "and none won");
    }

    function test_RevertGiven_ThePoolNumbersAreUsedUp() public {
        // The counter is the first slot behind OpenZeppelin's two.
        vm.store(address(ledger), bytes32(uint256(2)), bytes32(uint256(type(uint32).max)));
        assertEq(ledger.poolCount(), type(uint32).max, "used up");
        bytes memory call = abi.encodeCall(ledger.openPool, (orderSigner, terms()));

        assertRefused(THIEF, call, PANIC, "no number comes twice");
        commit(pool, RecordBytes.one(ALICE, 1, 1));
        assertEq(reserved(pool), 1, "pools go on");
    }

    function test_RevertGiven_TheBatchNumbersAreUsedUp() public {
        bytes32 slot = keccak256(abi.encode(pool, POOLS_SLOT));
        uint256 stored = uint256(vm.load(address(ledger), slot));
        uint256 used = uint256(type(uint32).max) << NEXT_SEQ_SHIFT;
        vm.store(address(ledger), slot, bytes32(stored | used));
        assertEq(ledger.getPool(pool).nextSeq, type(uint32).max, "the last number");
        bytes memory records = RecordBytes.one(ALICE, 1, 200_000);
        bytes memory signature = signCommit(ORDER_KEY, pool, type(uint32).max, header(), records);
        bytes memory call = abi.encodeCall(ledger.commit, (pool, type(uint32).max, header(), records, signature));

        assertRefused(RELAYER, call, PANIC, "no number comes twice");
        assertEq(available(pool), DEPOSIT, "the money can still be withdrawn");
    }

    function test_DecimalsAtTheirBoundsKeepEveryMicro() public {
        uint8[2] memory decimals = [6, MOST_DECIMALS];
        for (uint256 i; i < decimals.length; ++i) {
            MockToken mock = new MockToken(decimals[i]);
            ledger = deployLedger(address(mock));
            pool = openPool(OWNER);
            uint256 scale = 10 ** (decimals[i] - 6);
            mock.mint(address(this), uint256(MOST_MICROS) * scale);
            mock.approve(address(ledger), type(uint256).max);
            ledger.deposit(pool, OWNER, uint256(MOST_MICROS) * scale);
            assertEq(available(pool), MOST_MICROS, "all the micros there are");
            bytes memory records = RecordBytes.one(ALICE, 1, CAP);
            uint32 seq = commitAndMature(records);

            settleBatches(list(ref(pool, seq, records, RecordBytes.entry(ALICE, CAP))), true);

            assertEq(mock.balanceOf(ALICE), CAP * scale, "in the token's own units");
        }
    }

    function test_RevertWhen_TheTokenHasMoreDecimalsThanTheLedgerCanScale() public {
        uint8[3] memory decimals = [MOST_DECIMALS + 1, 84, 255];
        for (uint256 i; i < decimals.length; ++i) {
            MockToken mock = new MockToken(decimals[i]);
            vm.expectRevert(
                abi.encodeWithSelector(
                    Errors.RewardLedger_TokenDecimalsOutOfBounds.selector,
                    decimals[i],
                    6,
                    MOST_DECIMALS
                )
            );
            this.deploy(address(mock));
        }
    }

    function test_RevertWhen_TheTokenHasNoCode() public {
        (bool success, ) = address(this).call(abi.encodeCall(this.deploy, (CAROL)));

        assertTrue(!success, "nobody there to ask for decimals");
    }

    function deploy(address rewardToken) external {
        deployLedger(rewardToken);
    }

    /// @dev A pool without practical limits, with 10¹⁸ micros.
    function _openRichPool() private returns (uint32 rich) {
        Events.PoolTerms memory largest = terms();
        largest.rewardCapMicros = MOST_REWARD;
        largest.rateCapacityMicros = MOST_MICROS;
        largest.rateMicrosPerDay = MOST_MICROS;
        vm.prank(OWNER);
        rich = ledger.openPool(orderSigner, largest);
        fund(rich, OWNER, 1e18);
    }

    /// @dev 255 records of one payee.
    function _group(address payee, uint40 micros) private pure returns (bytes memory group) {
        group = abi.encodePacked(payee, uint8(MOST_RECORDS));
        for (uint48 tag; tag < MOST_RECORDS; ++tag) {
            group = abi.encodePacked(group, tag, micros);
        }
    }

    function _largestBatch(uint48 sum) private pure returns (bytes memory records, bytes memory netList) {
        (, netList) = RecordBytes.range(1 << 80, MOST_PAYEES, 0);
        bytes memory group = _group(address(0), MOST_REWARD);
        records = new bytes(MOST_PAYEES * group.length);
        for (uint256 i; i < MOST_PAYEES; ++i) {
            bytes memory head = abi.encodePacked(uint160((1 << 80) + i));
            bytes memory entry = RecordBytes.entry(address(uint160((1 << 80) + i)), sum);
            _copy(group, records, i * group.length);
            _copy(head, records, i * group.length);
            _copy(entry, netList, i * entry.length);
        }
    }

    function _copy(bytes memory from, bytes memory to, uint256 offset) private pure {
        bytes memory tail = RecordBytes.slice(from, from.length - (from.length % 32), from.length % 32);
        for (uint256 i; i + 32 <= from.length; i += 32) {
            assembly ("memory-safe") {
                mstore(add(add(to, 32), add(offset, i)), mload(add(add(from, 32), i)))
            }
        }
        for (uint256 i; i < tail.length; ++i) {
            to[offset + from.length - tail.length + i] = tail[i];
        }
    }
}
