// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Assembly
/// @notice The only assembly of the project: loads and stores of packed bytes, and a token call whose gas and return
/// data are bounded, which plain Solidity cannot express. Loading calldata plainly makes a commit of 500 payees a fifth
/// dearer. `AssemblyTwin` in the tests does the same plainly, and a fuzz test holds the two equal.
library Assembly {
    /// @notice The 32 bytes of `data` that start at `offset`, as a number.
    /// @dev Nothing is checked. Bytes behind the end of `data` are whatever follows it: callers use only fields that
    /// they know to lie inside.
    function wordAt(bytes calldata data, uint256 offset) internal pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := calldataload(add(data.offset, offset))
        }
    }

    /// @notice The 32 bytes of `data` that start at `offset`, as a number.
    /// @dev `offset + 32` must not pass the memory allocated for `data`.
    function wordIn(bytes memory data, uint256 offset) internal pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(add(data, 32), offset))
        }
    }

    /// @notice Writes `word` over the 32 bytes of `data` that start at `offset`.
    /// @dev `offset + 32` must not pass the memory allocated for `data`.
    function putWord(bytes memory data, uint256 offset, uint256 word) internal pure {
        assembly ("memory-safe") {
            mstore(add(add(data, 32), offset), word)
        }
    }

    /// @notice Shortens `data` to `length` bytes.
    /// @dev `length` must not exceed what `data` has.
    function truncate(bytes memory data, uint256 length) internal pure {
        assembly ("memory-safe") {
            mstore(data, length)
        }
    }

    /// @notice `token.transfer(to, rawAmount)` with at most `gasCap` gas; at most 32 bytes of its answer are copied.
    /// @return success True when the call did not revert and returned true, or returned nothing and `token` has code.
    function tryTransfer(address token, address to, uint256 rawAmount, uint256 gasCap) internal returns (bool success) {
        assembly ("memory-safe") {
            let input := mload(0x40)
            // transfer(address,uint256); the address is cleaned of whatever its upper bits hold.
            mstore(input, 0xa9059cbb00000000000000000000000000000000000000000000000000000000)
            mstore(add(input, 4), and(to, 0xffffffffffffffffffffffffffffffffffffffff))
            mstore(add(input, 36), rawAmount)
            success := call(gasCap, token, 0, input, 68, 0, 32)
            switch returndatasize()
            case 0 {
                success := and(success, gt(extcodesize(token), 0))
            }
            default {
                success := and(success, and(gt(returndatasize(), 31), eq(mload(0), 1)))
            }
        }
    }
}
