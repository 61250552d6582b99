// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TestDollar} from "../../../contracts/TestDollar.sol";
import {LedgerKit} from "./LedgerKit.sol";

/// @title LedgerTest
/// @notice Begins every test with a ledger over test dollars and one funded pool.
abstract contract LedgerTest is LedgerKit {
    function setUp() public virtual {
        vm.warp(START);
        token = new TestDollar();
        ledger = deployLedger(address(token));
        orderSigner = vm.addr(ORDER_KEY);
        pool = openPool(OWNER);
        fund(pool, OWNER, DEPOSIT);
    }
}
