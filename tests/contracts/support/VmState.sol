// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title VmState
/// @notice The cheatcodes that only the attacks use: going back to an earlier state, and a chain transaction's cold start.
interface VmState {
    function snapshotState() external returns (uint256 id);
    function revertToState(uint256 id) external returns (bool success);
    function cool(address target) external;
    function deal(address account, uint256 wei_) external;
}
