// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LedgerTest} from "./LedgerTest.sol";
import {VmState} from "./VmState.sol";

/// @title AttackKit
/// @notice What the attacks need beyond a funded pool: a thief, refusals as values, the price of a whole chain
/// transaction, and the way back to an earlier state.
abstract contract AttackKit is LedgerTest {
    /// @dev EIP-7825: no chain transaction has more.
    uint256 internal constant MAX_TRANSACTION_GAS = 16_777_216;

    bytes4 internal constant TAKEN = bytes4(0);
    bytes4 internal constant PANIC = bytes4(keccak256("Panic(uint256)"));
    bytes4 internal constant REENTRANT = bytes4(keccak256("ReentrancyGuardReentrantCall()"));
    bytes4 internal constant ALLOWANCE_TOO_LOW = bytes4(
        keccak256("ERC20InsufficientAllowance(address,uint256,uint256)")
    );

    address internal constant THIEF = address(0x7E1F);

    VmState internal constant vmState = VmState(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @dev Sends `call` to the ledger as `caller`; selector of the refusal, or {TAKEN}.
    function refusalOf(address caller, bytes memory call) internal returns (bytes4) {
        vm.prank(caller);
        (bool success, bytes memory answer) = address(ledger).call(call);
        return success ? TAKEN : bytes4(answer);
    }

    function assertRefused(address caller, bytes memory call, bytes4 refusal, string memory sentence) internal {
        assertEq(bytes32(refusalOf(caller, call)), bytes32(refusal), sentence);
    }

    function assertTaken(address caller, bytes memory call, string memory sentence) internal {
        assertRefused(caller, call, TAKEN, sentence);
    }

    /// @dev Commits `records` to the pool and lets them mature.
    function commitAndMature(bytes memory records) internal returns (uint32 seq) {
        seq = commit(pool, records);
        vm.warp(block.timestamp + HOLD);
    }

    /// @dev Gas of a chain transaction that makes this call as `caller`, all its bytes counted as non-zero (EIP-2028,
    /// EIP-7623), of which nothing is refunded. It gets what a chain transaction may have, so that a burner ends.
    function transactionGas(address caller, bytes memory call) internal returns (uint256) {
        vmState.cool(address(ledger));
        vmState.cool(ledger.TOKEN());
        vm.startPrank(caller);
        uint256 before = gasleft();
        (bool success, ) = address(ledger).call{gas: MAX_TRANSACTION_GAS}(call);
        uint256 execution = before - gasleft();
        vm.stopPrank();
        assertTrue(success, "the call succeeds");
        uint256 standard = 21_000 + call.length * 16 + execution;
        uint256 floor = 21_000 + call.length * 40;
        return standard > floor ? standard : floor;
    }
}
