// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Assembly} from "../../../contracts/libraries/Assembly.sol";

/// @title AssemblyTwin
/// @notice What `Assembly` does, in plain Solidity; both behind the same functions, so that a test can compare them.
interface IAssembly {
    function wordAt(bytes calldata data, uint256 offset) external pure returns (uint256);
    function wordIn(bytes memory data, uint256 offset) external pure returns (uint256);
    function putWord(bytes memory data, uint256 offset, uint256 word) external pure returns (bytes memory);
    function truncate(bytes memory data, uint256 length) external pure returns (bytes memory);
    function hashOf(bytes calldata data) external pure returns (bytes32);
    function hashOfFirst(bytes memory data, uint256 length) external pure returns (bytes32);
    function readRecords(
        bytes calldata records,
        uint256 most,
        uint256 cap,
        address token
    ) external view returns (bytes memory netList, uint256 total, bool ok);
    function writeTable(bytes calldata payees) external pure returns (uint256[] memory table, bool ok);
    function rowAt(uint256[] memory table, uint256 index) external pure returns (address payee, uint256 sum);
    function unindex(
        bytes calldata indexedList,
        uint256[] memory table
    ) external pure returns (uint256[] memory newTable, bytes memory netList, uint256 total, bool ok);
    function tryTransfer(address token, address to, uint256 rawAmount, uint256 gasCap) external returns (bool);
}

contract AssemblyHarness is IAssembly {
    function wordAt(bytes calldata data, uint256 offset) external pure returns (uint256) {
        return Assembly.wordAt(data, offset);
    }

    function wordIn(bytes memory data, uint256 offset) external pure returns (uint256) {
        return Assembly.wordIn(data, offset);
    }

    function putWord(bytes memory data, uint256 offset, uint256 word) external pure returns (bytes memory) {
        Assembly.putWord(data, offset, word);
        return data;
    }

    function truncate(bytes memory data, uint256 length) external pure returns (bytes memory) {
        Assembly.truncate(data, length);
        return data;
    }

    function hashOf(bytes calldata data) external pure returns (bytes32) {
        return Assembly.hashOf(data);
    }

    function hashOfFirst(bytes memory data, uint256 length) external pure returns (bytes32) {
        return Assembly.hashOfFirst(data, length);
    }

    function readRecords(
        bytes calldata records,
        uint256 most,
        uint256 cap,
        address token
    ) external view returns (bytes memory netList, uint256 total, bool ok) {
        uint256 payees;
        netList = new bytes(most * 26 + 6);
        _soil();
        (payees, total, ok) = Assembly.readRecords(records, netList, most, cap, token);
        Assembly.truncate(netList, payees * 26);
    }

    function writeTable(bytes calldata payees) external pure returns (uint256[] memory table, bool ok) {
        table = new uint256[](payees.length / 20);
        ok = Assembly.writeTable(payees, table);
    }

    function rowAt(uint256[] memory table, uint256 index) external pure returns (address payee, uint256 sum) {
        return Assembly.rowAt(table, index);
    }

    /// @dev What is written behind the table when not `ok` must not reach what is returned.
    function unindex(
        bytes calldata indexedList,
        uint256[] memory table
    ) external pure returns (uint256[] memory newTable, bytes memory netList, uint256 total, bool ok) {
        netList = new bytes((indexedList.length / 8) * 26 + 6);
        (total, ok) = Assembly.unindex(indexedList, table, netList);
        if (!ok) return (new uint256[](0), "", 0, false);
        Assembly.truncate(netList, (indexedList.length / 8) * 26);
        newTable = table;
    }

    function tryTransfer(address token, address to, uint256 rawAmount, uint256 gasCap) external returns (bool) {
        _soil();
        return Assembly.tryTransfer(token, to, rawAmount, gasCap);
    }

    /// @dev Leaves in scratch space what whoever relied on it being clean would take for a great number, or for true.
    function _soil() private pure {
        assembly ("memory-safe") {
            mstore(0, or(1, shl(248, 0xff)))
            mstore(32, or(1, shl(248, 0xff)))
        }
    }
}

contract AssemblyTwin is IAssembly {
    function wordAt(bytes calldata data, uint256 offset) external pure returns (uint256) {
        return _read(data, offset);
    }

    function wordIn(bytes memory data, uint256 offset) external pure returns (uint256) {
        return _read(data, offset);
    }

    function putWord(bytes memory data, uint256 offset, uint256 word) external pure returns (bytes memory) {
        bytes32 value = bytes32(word);
        for (uint256 i; i < 32; ++i) {
            data[offset + i] = value[i];
        }
        return data;
    }

    function truncate(bytes memory data, uint256 length) external pure returns (bytes memory shortened) {
        shortened = new bytes(length);
        for (uint256 i; i < length; ++i) {
            shortened[i] = data[i];
        }
    }

    function hashOf(bytes calldata data) external pure returns (bytes32) {
        return keccak256(data);
    }

    function hashOfFirst(bytes memory data, uint256 length) external pure returns (bytes32) {
        bytes memory first = new bytes(length);
        for (uint256 i; i < length; ++i) {
            first[i] = data[i];
        }
        return keccak256(first);
    }

    function readRecords(
        bytes calldata records,
        uint256 most,
        uint256 cap,
        address token
    ) external view returns (bytes memory netList, uint256 total, bool ok) {
        uint256 offset;
        uint256 previous;
        for (uint256 payees; offset < records.length; ++payees) {
            if (payees == most || offset + 21 > records.length) return ("", 0, false);
            uint256 payee = _number(records, offset, 20);
            uint256 count = _number(records, offset + 20, 1);
            if (payee <= previous || payee == uint160(token) || payee == uint160(address(this))) return ("", 0, false);
            previous = payee;
            offset += 21;
            if (count == 0 || offset + count * 11 > records.length) return ("", 0, false);

            (uint256 sum, bool inOrder) = _sum(records[offset:offset + count * 11], cap);
            if (!inOrder) return ("", 0, false);
            offset += count * 11;
            netList = abi.encodePacked(netList, uint160(payee), uint48(sum));
            total += sum;
        }
        ok = true;
    }

    function _sum(bytes calldata group, uint256 cap) private pure returns (uint256 sum, bool ok) {
        for (uint256 offset; offset < group.length; offset += 11) {
            if (offset > 0 && _number(group, offset, 6) <= _number(group, offset - 11, 6)) return (0, false);
            uint256 micros = _number(group, offset + 6, 5) % 2 ** 39;
            if (micros == 0 || micros > cap) return (0, false);
            sum += micros;
        }
        ok = true;
    }

    function writeTable(bytes calldata payees) external pure returns (uint256[] memory table, bool ok) {
        table = new uint256[](payees.length / 20);
        ok = true;
        uint256 previous;
        for (uint256 i; i < table.length; ++i) {
            uint256 payee = _number(payees, i * 20, 20);
            if (payee <= previous) ok = false;
            previous = payee;
            table[i] = payee * 2 ** 96;
        }
    }

    function rowAt(uint256[] memory table, uint256 index) external pure returns (address payee, uint256 sum) {
        return (address(uint160(table[index] / 2 ** 96)), table[index] % 2 ** 96);
    }

    function unindex(
        bytes calldata indexedList,
        uint256[] memory table
    ) external pure returns (uint256[] memory newTable, bytes memory netList, uint256 total, bool ok) {
        for (uint256 offset; offset < indexedList.length; offset += 8) {
            uint256 index = _number(indexedList, offset, 2);
            uint256 micros = _number(indexedList, offset + 2, 6);
            if (index >= table.length) return (new uint256[](0), "", 0, false);
            netList = abi.encodePacked(netList, uint160(table[index] / 2 ** 96), uint48(micros));
            table[index] += micros;
            total += micros;
        }
        return (table, netList, total, true);
    }

    /// @dev Copies the whole answer, which is what the assembly must not do.
    function tryTransfer(address token, address to, uint256 rawAmount, uint256 gasCap) external returns (bool) {
        (bool success, bytes memory answer) = token.call{gas: gasCap}(abi.encodeCall(IERC20.transfer, (to, rawAmount)));
        if (!success) return false;
        if (answer.length == 0) return token.code.length > 0;
        return answer.length >= 32 && bytes32(answer) == bytes32(uint256(1));
    }

    function _read(bytes memory data, uint256 offset) private pure returns (uint256) {
        return _number(data, offset, 32);
    }

    function _number(bytes memory data, uint256 offset, uint256 length) private pure returns (uint256 number) {
        for (uint256 i; i < length; ++i) {
            number = (number << 8) | uint8(data[offset + i]);
        }
    }
}
