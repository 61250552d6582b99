// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "../support/Test.sol";
import {Handler} from "./Handler.sol";

/// @title Histories
/// @notice Base of every invariant test: a handler for the runner to call, which plays other histories in each contract,
/// and everything checked once more when a history ends.
abstract contract Histories is Test {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    Handler internal handler;

    /// @dev Different in each contract: the runner draws the same numbers for all.
    uint256 private immutable _salt;

    constructor(uint256 salt) {
        _salt = salt;
    }

    function setUp() public {
        handler = createHandler(_salt);
    }

    function createHandler(uint256 salt) internal virtual returns (Handler);

    /// @dev Tells the runner whom to call, and what.
    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(handler), handler.actions());
    }

    function afterInvariant() external {
        handler.checkAll();
    }
}
