// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Dice
/// @notice Numbers drawn one after the other from a seed, so that a single random word decides a whole call.
library Dice {
    struct Cup {
        uint256 state;
    }

    function fill(uint256 salt, uint256 seed) internal pure returns (Cup memory) {
        return Cup(uint256(keccak256(abi.encode(salt, seed))));
    }

    function roll(Cup memory cup) internal pure returns (uint256) {
        cup.state = uint256(keccak256(abi.encode(cup.state)));
        return cup.state;
    }

    /// @dev From 0 to `count - 1`.
    function below(Cup memory cup, uint256 count) internal pure returns (uint256) {
        return roll(cup) % count;
    }

    /// @dev From `least` to `most`, both included.
    function between(Cup memory cup, uint256 least, uint256 most) internal pure returns (uint256) {
        return least + (roll(cup) % (most - least + 1));
    }

    function oneIn(Cup memory cup, uint256 count) internal pure returns (bool) {
        return roll(cup) % count == 0;
    }
}
