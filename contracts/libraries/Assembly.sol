// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Assembly
/// @notice The only assembly of the ledger: loads and stores of packed bytes, the three loops that run once a sale or once
/// a payee, and a token call whose gas and return data are bounded, which plain Solidity cannot express. The loops have
/// no branch but their own: they answer whether everything was in order, and plain code then finds what was not.
/// `AssemblyTwin` in the tests does the same plainly, and fuzz tests hold the two equal.
/// Widths, in bytes: entry 26 = payee 20 + sum 6; group head 21 = payee 20 + count 1; record 11 = tag 6 + reward 5;
/// indexed entry 8 = index 2 + sum 6.
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

    /// @notice keccak256 of `data`, without keeping a copy of it in memory.
    function hashOf(bytes calldata data) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, data.offset, data.length)
            hash := keccak256(free, data.length)
        }
    }

    /// @notice keccak256 of the first `length` bytes of `data`.
    /// @dev `length` must not exceed what `data` has.
    function hashOfFirst(bytes memory data, uint256 length) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            hash := keccak256(add(data, 32), length)
        }
    }

    /// @notice Reads records as `IRewardLedger` lays them out, and writes their net list.
    /// @dev `netList` must have room for `most` entries and 6 bytes more; `cap` must be from 1 to 2³⁹ − 1.
    /// @param most Most payees that are read.
    /// @param token No payee, like zero and this contract.
    /// @return payees How many were written.
    /// @return total Of all rewards.
    /// @return ok Whether every byte is as it must be; if not, nothing else that is returned or written means anything.
    function readRecords(
        bytes calldata records,
        bytes memory netList,
        uint256 most,
        uint256 cap,
        address token
    ) internal view returns (uint256 payees, uint256 total, bool ok) {
        assembly ("memory-safe") {
            // What only the loop over payees needs lies in scratch space, so that the stack holds the inner loop.
            mstore(0, 0)
            mstore(32, token)
            ok := 1
            let previous := 0
            let to := add(netList, 32)
            let limit := add(to, mul(most, 26))
            let from := records.offset
            let end := add(from, records.length)
            for {} lt(from, end) {} {
                let head := calldataload(from)
                let payee := shr(96, head)
                ok := and(ok, and(gt(payee, previous), iszero(or(eq(payee, address()), eq(payee, mload(32))))))
                previous := payee
                from := add(from, 21)
                let groupEnd := add(from, mul(and(shr(88, head), 0xff), 11))
                if or(or(gt(groupEnd, end), eq(from, groupEnd)), eq(to, limit)) {
                    ok := 0
                    break
                }

                let sum := 0
                // The tag before, and all bits of its reward set: what comes next is greater only by its tag.
                let bar := 0
                for {} lt(from, groupEnd) {
                    from := add(from, 11)
                } {
                    let record := shr(168, calldataload(from))
                    let micros := and(record, 0x7fffffffff)
                    // A reward of 0 wraps around, and so is above the cap too.
                    ok := and(ok, and(gt(record, bar), lt(sub(micros, 1), cap)))
                    bar := or(record, 0xffffffffff)
                    sum := add(sum, micros)
                }

                mstore(to, or(shl(96, payee), shl(48, sum)))
                to := add(to, 26)
                mstore(0, add(mload(0), sum))
            }
            total := mload(0)
            payees := div(sub(to, add(netList, 32)), 26)
        }
    }

    /// @notice Writes a table of `payees`, 20 B each: a word for each, `payee 20 B · sum 12 B`, all sums 0.
    /// @dev `table` must have as many words as there are payees.
    /// @return ok Whether the payees ascend strictly from above zero.
    function writeTable(bytes calldata payees, uint256[] memory table) internal pure returns (bool ok) {
        assembly ("memory-safe") {
            let wrong := 0
            let previous := 0
            let to := add(table, 32)
            let end := add(payees.offset, payees.length)
            for {
                let from := payees.offset
            } lt(from, end) {
                from := add(from, 20)
            } {
                let payee := shr(96, calldataload(from))
                wrong := or(wrong, iszero(gt(payee, previous)))
                previous := payee
                mstore(to, shl(96, payee))
                to := add(to, 32)
            }
            ok := iszero(wrong)
        }
    }

    /// @notice A row of a table: the payee, and its sum.
    /// @dev `index` must be below the table's length.
    function rowAt(uint256[] memory table, uint256 index) internal pure returns (address payee, uint256 sum) {
        assembly ("memory-safe") {
            let row := mload(add(add(table, 32), shl(5, index)))
            payee := shr(96, row)
            sum := and(row, 0xffffffffffffffffffffffff)
        }
    }

    /// @notice Writes the entries `payee 20 B · sum 6 B` that `indexedList`, `index 2 B · sum 6 B` each, stands for, and
    /// adds each sum to the payee's in `table`.
    /// @dev `indexedList` must be whole entries, and `netList` must have room for as many and 6 bytes more. Behind an
    /// index outside the table memory is overwritten: when not `ok`, the caller must revert.
    /// @return total Of the sums.
    /// @return ok Whether each index is of the table.
    function unindex(
        bytes calldata indexedList,
        uint256[] memory table,
        bytes memory netList
    ) internal pure returns (uint256 total, bool ok) {
        assembly {
            let wrong := 0
            let words := add(table, 32)
            let afterTable := add(words, shl(5, mload(table)))
            let to := add(netList, 32)
            let end := add(indexedList.offset, indexedList.length)
            for {
                let from := indexedList.offset
            } lt(from, end) {
                from := add(from, 8)
            } {
                let entry := calldataload(from)
                let word := add(words, shl(5, shr(240, entry)))
                let micros := shr(208, shl(16, entry))
                let row := mload(word)
                wrong := or(wrong, iszero(lt(word, afterTable)))
                mstore(to, or(shl(96, shr(96, row)), shl(48, micros)))
                mstore(word, add(row, micros))
                to := add(to, 26)
                total := add(total, micros)
            }
            ok := iszero(wrong)
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
