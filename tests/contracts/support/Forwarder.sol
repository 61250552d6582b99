// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Forwarder
/// @notice Hands a call on with no more gas than it was told, and swallows whatever becomes of it.
contract Forwarder {
    function forward(address to, bytes calldata call, uint256 gas_) external returns (bool success) {
        (success, ) = to.call{gas: gas_}(call);
    }
}
