// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedger} from "../../../contracts/interfaces/IRewardLedger.sol";
import {IRewardLedgerErrors as Errors} from "../../../contracts/interfaces/IRewardLedgerErrors.sol";
import {AttackKit} from "../support/AttackKit.sol";
import {Forwarder} from "../support/Forwarder.sol";
import {RecordBytes} from "../support/RecordBytes.sol";
import {SettleCalls} from "../support/SettleCalls.sol";
import {ShyToken} from "../support/ShyToken.sol";

/// @notice C-7, C-11: giving a settle too little gas, or payees whose transfers burn all they get, leaves nobody unpaid
/// who should have been paid. Alice and Bob reach the minimum, Carol does not; Bob's transfers burn their gas. The token
/// refuses whatever comes with less than the whole cap, and leaves the gas for going on.
contract SettleGasTest is AttackKit {
    uint256 private constant LEAST_GAS = 60_000;
    uint256 private constant ENOUGH_GAS = 600_000;
    uint256 private constant STEP_GAS = 1_500;

    uint256 private constant BURNERS = 8;

    /// @dev The burners' addresses begin here; Zoe's comes behind them all.
    uint160 private constant FIRST_BURNER = 1 << 20;
    address private constant ZOE = address(1 << 40);

    ShyToken private shy;
    bytes private records;
    bytes private netList;

    function setUp() public override {
        vm.warp(START);
        orderSigner = vm.addr(ORDER_KEY);
        shy = new ShyToken();
        ledger = deployLedger(address(shy));
        pool = openPool(OWNER);
        shy.mint(address(this), DEPOSIT);
        shy.approve(address(ledger), DEPOSIT);
        ledger.deposit(pool, OWNER, DEPOSIT);
        records = bytes.concat(
            RecordBytes.one(ALICE, 7, 200_000),
            RecordBytes.one(BOB, 1, 300_000),
            RecordBytes.one(CAROL, 2, 99_999)
        );
        netList = bytes.concat(
            RecordBytes.entry(ALICE, 200_000),
            RecordBytes.entry(BOB, 300_000),
            RecordBytes.entry(CAROL, 99_999)
        );
    }

    /// @dev Each amount of gas meets the same state.
    function test_WithWhateverGasItRevertsOrPaysEverybody() public {
        _sweep(_committed(records, netList, true), false);
    }

    /// @dev A contract in between passes on less, and hides that it failed: still all or nothing.
    function test_ThroughAForwarderWithWhateverGasItRevertsOrPaysEverybody() public {
        _sweep(_committed(records, netList, true), true);
    }

    function test_PayWithWhateverGasRevertsOrPaysEverybody() public {
        commitAndMature(records);
        settleBatches(list(ref(pool, 1, records, netList)), false);
        address[] memory payees = new address[](3);
        // Alice last: nothing behind her needs gas.
        (payees[0], payees[1], payees[2]) = (CAROL, BOB, ALICE);

        _sweep(abi.encodeCall(IRewardLedger.pay, (payees)), true);
    }

    function test_EightGasBurnersHinderNobodyElse() public {
        (bytes memory many, bytes memory manyList) = _withBurners(BURNERS);
        bytes memory call = _committed(many, manyList, true);

        vm.assertLt(transactionGas(THIEF, call), MAX_TRANSACTION_GAS / 10, "a tenth of a chain transaction");

        assertEq(shy.balanceOf(ZOE), 200_000, "paid, behind them all");
        assertEq(owedTo(address(FIRST_BURNER)), 200_000, "the first burner is owed");
        assertEq(owedTo(address(FIRST_BURNER + uint160(BURNERS) - 1)), 200_000, "and the last");
    }

    /// @dev Too many burners for one chain transaction: credited without the token, then the others are paid.
    function test_AsManyGasBurnersAsABatchHoldsAreSettledWithoutAPush() public {
        (bytes memory many, bytes memory manyList) = _withBurners(ledger.MAX_PAYEES() - 1);
        uint256 before = vmState.snapshotState();
        bytes memory call = _committed(many, manyList, true);
        (bool success, ) = address(ledger).call{gas: MAX_TRANSACTION_GAS}(call);
        assertTrue(!success, "not with a push");
        assertEq(owedTo(ZOE), 0, "and then nothing happened");

        vmState.revertToState(before);
        call = _committed(many, manyList, false);
        vm.assertLt(transactionGas(THIEF, call), MAX_TRANSACTION_GAS, "C-11: without a push");
        assertEq(owedTo(ZOE), 200_000, "credited");
        address[] memory payees = new address[](1);
        payees[0] = ZOE;
        ledger.pay(payees);
        assertEq(shy.balanceOf(ZOE), 200_000, "and paid");
    }

    /// @dev Gas is looked at before each push, not once.
    function test_RevertWhen_GasRunsOutBetweenPushes() public {
        (bytes memory many, bytes memory manyList) = _withBurners(BURNERS);
        bytes memory call = _committed(many, manyList, true);

        (bool success, bytes memory answer) = address(ledger).call{gas: 700_000}(call);

        assertTrue(!success, "five burners in");
        assertEq(bytes32(bytes4(answer)), bytes32(Errors.RewardLedger_GasTooLow.selector), "GasTooLow");
        assertEq(owedTo(address(FIRST_BURNER)), 0, "the first burner is not credited either");
    }

    /// @dev Tries `call` with gas from too little to plenty; Alice and Bob must be settled alike by all that are taken.
    function _sweep(bytes memory call, bool forwarded) private {
        shy.burnFor(BOB);
        Forwarder forwarder = new Forwarder();
        uint256 refused;
        uint256 taken;
        uint256 before = vmState.snapshotState();
        for (uint256 gas_ = LEAST_GAS; gas_ < ENOUGH_GAS; gas_ += STEP_GAS) {
            // Also before the first, so that each finds the same slots cold.
            vmState.revertToState(before);
            bool success;
            if (forwarded) success = forwarder.forward(address(ledger), call, gas_);
            else (success, ) = address(ledger).call{gas: gas_}(call);

            if (success) {
                assertEq(shy.balanceOf(ALICE), 200_000, "Alice is paid");
                assertEq(owedTo(ALICE), 0, "and owed nothing");
                assertEq(owedTo(BOB), 300_000, "Bob is owed");
                assertEq(owedTo(CAROL), 99_999, "and Carol");
                ++taken;
            } else {
                assertEq(shy.balanceOf(ALICE), 0, "nothing happened");
                assertEq(taken, 0, "what enough gas does, more gas does");
                ++refused;
            }
        }
        vm.assertGt(refused, 20, "tried with too little");
        vm.assertGt(taken, 20, "and with enough");
    }

    function _committed(bytes memory batch, bytes memory batchList, bool push) private returns (bytes memory) {
        uint32 seq = commitAndMature(batch);
        return SettleCalls.encode(list(ref(pool, seq, batch, batchList)), push);
    }

    /// @dev A batch of so many burners, and Zoe behind them.
    function _withBurners(uint256 burners) private returns (bytes memory many, bytes memory manyList) {
        (many, manyList) = RecordBytes.range(FIRST_BURNER, burners, 200_000);
        for (uint160 i; i < burners; ++i) {
            shy.burnFor(address(FIRST_BURNER + i));
        }
        many = bytes.concat(many, RecordBytes.one(ZOE, 1, 200_000));
        manyList = bytes.concat(manyList, RecordBytes.entry(ZOE, 200_000));
    }
}
