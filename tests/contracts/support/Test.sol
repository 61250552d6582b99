// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Vm} from "./Vm.sol";

/// @title Test
/// @notice Base of every test contract: the cheatcodes, assertions with a sentence, and numbers within bounds.
abstract contract Test {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    function assertEq(uint256 left, uint256 right, string memory sentence) internal pure {
        vm.assertEq(left, right, sentence);
    }

    function assertEq(address left, address right, string memory sentence) internal pure {
        vm.assertEq(left, right, sentence);
    }

    function assertEq(bytes32 left, bytes32 right, string memory sentence) internal pure {
        vm.assertEq(left, right, sentence);
    }

    function assertEq(bytes memory left, bytes memory right, string memory sentence) internal pure {
        vm.assertEq(left, right, sentence);
    }

    function assertTrue(bool condition, string memory sentence) internal pure {
        vm.assertTrue(condition, sentence);
    }

    /// @dev A number from `least` to `most`, both included, chosen by `seed`; `most - least` must be below 2²⁵⁶ − 1.
    function bound(uint256 seed, uint256 least, uint256 most) internal pure returns (uint256) {
        return least + (seed % (most - least + 1));
    }
}
