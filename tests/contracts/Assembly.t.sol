// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {AssemblyHarness, AssemblyTwin, IAssembly} from "./support/AssemblyTwin.sol";
import {MockToken} from "./support/MockToken.sol";
import {RecordBytes} from "./support/RecordBytes.sol";
import {Test} from "./support/Test.sol";

/// @notice Holds the assembly equal to its plain twin.
contract AssemblyTest is Test {
    uint256 private constant GAS_CAP = 100_000;

    /// @dev Third of the payees of `_randomRecords`, so that it turns up among them.
    address private constant TOKEN = address(uint160(3 * 2 ** 80));

    IAssembly private assembled;
    IAssembly private twin;

    function setUp() public {
        assembled = new AssemblyHarness();
        twin = new AssemblyTwin();
    }

    function testFuzz_WordAt(bytes calldata data, uint256 seed) public view {
        if (data.length < 32) return;
        uint256 offset = bound(seed, 0, data.length - 32);

        assertEq(assembled.wordAt(data, offset), twin.wordAt(data, offset), "word");
    }

    function testFuzz_WordIn(bytes calldata data, uint256 seed) public view {
        if (data.length < 32) return;
        uint256 offset = bound(seed, 0, data.length - 32);

        assertEq(assembled.wordIn(data, offset), twin.wordIn(data, offset), "word");
    }

    function testFuzz_PutWord(bytes calldata data, uint256 seed, uint256 word) public view {
        if (data.length < 32) return;
        uint256 offset = bound(seed, 0, data.length - 32);

        assertEq(assembled.putWord(data, offset, word), twin.putWord(data, offset, word), "bytes");
    }

    function testFuzz_Truncate(bytes calldata data, uint256 seed) public view {
        uint256 length = bound(seed, 0, data.length);

        assertEq(assembled.truncate(data, length), twin.truncate(data, length), "bytes");
    }

    function testFuzz_HashOf(bytes calldata data, uint256 seed) public view {
        uint256 length = bound(seed, 0, data.length);

        assertEq(assembled.hashOf(data), twin.hashOf(data), "all of it");
        assertEq(assembled.hashOfFirst(data, length), twin.hashOfFirst(data, length), "the first of it");
    }

    /// @dev Records in order, with one byte changed or cut off in half of the cases.
    function testFuzz_ReadRecords(uint256 seed) public view {
        bytes memory records = _spoil(_randomRecords(seed), seed);
        uint256 most = bound(seed >> 40, 0, 6);
        uint256 cap = bound(seed >> 80, 1, 300);
        (bytes memory listA, uint256 totalA, bool okA) = assembled.readRecords(records, most, cap, TOKEN);
        (bytes memory listB, uint256 totalB, bool okB) = twin.readRecords(records, most, cap, TOKEN);

        assertTrue(okA == okB, "in order or not");
        if (!okB) return;
        assertEq(listA, listB, "net list");
        assertEq(totalA, totalB, "total");
    }

    function test_ReadRecordsTakesTheWidestValues() public view {
        bytes memory records = abi.encodePacked(
            address(type(uint160).max),
            uint8(2),
            type(uint48).max - 1,
            type(uint40).max,
            type(uint48).max,
            type(uint40).max
        );
        (bytes memory netList, uint256 total, bool ok) = assembled.readRecords(records, 1, 2 ** 39 - 1, TOKEN);

        assertTrue(ok, "in order");
        assertEq(total, 2 * (2 ** 39 - 1), "without the top bits");
        assertEq(netList, abi.encodePacked(address(type(uint160).max), uint48(2 * (2 ** 39 - 1))), "net list");
    }

    function test_ReadRecordsRefusesTheTokenAndTheContractItself() public view {
        (, , bool token) = assembled.readRecords(abi.encodePacked(TOKEN, uint8(1), uint48(1), uint40(1)), 1, 9, TOKEN);
        bytes memory toItself = abi.encodePacked(address(assembled), uint8(1), uint48(1), uint40(1));
        (, , bool itself) = assembled.readRecords(toItself, 1, 9, TOKEN);

        assertTrue(!token && !itself, "no payees");
    }

    function test_ReadRecordsRefusesATagThatComesAgainWithTheGreatestReward() public view {
        bytes memory records = RecordBytes.two(address(0xA1), 5, 2, 5, type(uint40).max);
        (, , bool ok) = assembled.readRecords(records, 1, 2 ** 39 - 1, TOKEN);

        assertTrue(!ok, "tags ascend, whatever the rewards");
    }

    function test_TheLeastAddressIsAPayee() public view {
        address least = address(1);
        (, , bool read) = assembled.readRecords(RecordBytes.one(least, 1, 1), 1, 9, TOKEN);
        (uint256[] memory table, bool written) = assembled.writeTable(abi.encodePacked(least));

        assertTrue(read && written, "only zero is none");
        assertEq(table[0], 2 ** 96, "with nothing yet");
    }

    function testFuzz_WriteTableAndReadItsRows(uint256 seed) public view {
        bytes memory payees;
        for (uint256 i; i < seed % 6; ++i) {
            uint256 dice = uint256(keccak256(abi.encode(seed, i)));
            payees = abi.encodePacked(payees, uint160((i + 1) * 2 ** 100 + (dice % 2 ** (dice % 102))));
        }
        payees = _spoil(payees, seed);
        if (payees.length % 20 != 0) return;
        (uint256[] memory tableA, bool okA) = assembled.writeTable(payees);
        (uint256[] memory tableB, bool okB) = twin.writeTable(payees);

        assertTrue(okA == okB, "in order or not");
        assertEq(abi.encode(tableA), abi.encode(tableB), "table");
        for (uint256 i; i < tableA.length; ++i) {
            tableA[i] += seed % 2 ** 96;
            (address payeeA, uint256 sumA) = assembled.rowAt(tableA, i);
            (address payeeB, uint256 sumB) = twin.rowAt(tableA, i);
            assertEq(payeeA, payeeB, "payee");
            assertEq(sumA, sumB, "sum");
        }
    }

    /// @dev Of the indices some are of the row behind the last, and of a row far behind.
    function testFuzz_Unindex(uint256 seed) public view {
        uint256[] memory table = new uint256[](seed % 5);
        for (uint256 i; i < table.length; ++i) {
            table[i] = (i + 1) * 2 ** 96 + ((seed >> (i * 8)) % 256);
        }
        bytes memory list;
        for (uint256 i; i < (seed >> 64) % 7; ++i) {
            uint256 dice = uint256(keccak256(abi.encode(seed, i)));
            uint256 index =
                dice % 16 == 0
                    ? (dice >> 8) % 2 ** 16
                    : (dice >> 8) % (table.length + 1 - ((dice >> 4) % 2) * (table.length == 0 ? 0 : 1));
            list = abi.encodePacked(list, uint16(index), uint48(dice >> 100));
        }
        _compareUnindex(list, table);
    }

    function _compareUnindex(bytes memory list, uint256[] memory table) private view {
        (uint256[] memory tableA, bytes memory listA, uint256 totalA, bool okA) = assembled.unindex(list, table);
        (uint256[] memory tableB, bytes memory listB, uint256 totalB, bool okB) = twin.unindex(list, table);

        assertTrue(okA == okB, "every index of the table or not");
        assertEq(abi.encode(tableA), abi.encode(tableB), "table");
        assertEq(listA, listB, "net list");
        assertEq(totalA, totalB, "total");
    }

    function _randomRecords(uint256 seed) private pure returns (bytes memory records) {
        for (uint256 i; i < seed % 6; ++i) {
            uint256 dice = uint256(keccak256(abi.encode(seed, i)));
            records = abi.encodePacked(records, uint160((i + 1) * 2 ** 80), uint8(1 + (dice % 3)));
            for (uint256 tag; tag <= dice % 3; ++tag) {
                uint256 micros = 1 + ((dice >> (8 + tag * 16)) % 290);
                uint256 supplement = (dice >> (100 + tag)) % 2;
                records = abi.encodePacked(records, uint48(tag), uint40(supplement * 2 ** 39 + micros));
            }
        }
    }

    /// @dev Leaves `data` as it is, changes a byte, or cuts some off.
    function _spoil(bytes memory data, uint256 seed) private pure returns (bytes memory) {
        uint256 kind = (seed >> 128) % 4;
        if (data.length == 0 || kind < 2) return data;
        if (kind == 2) {
            data[(seed >> 130) % data.length] = bytes1(uint8(seed >> 240));
            return data;
        }
        return RecordBytes.slice(data, 0, (seed >> 130) % data.length);
    }

    function testFuzz_TryTransfer(uint8 seed, address to, uint128 rawAmount) public {
        vm.assume(to != address(0));
        MockToken.Behaviour behaviour = MockToken.Behaviour(uint8(bound(seed, 0, 8)));
        (bool successA, uint256 movedA) = _transfer(assembled, behaviour, to, rawAmount);
        (bool successB, uint256 movedB) = _transfer(twin, behaviour, to, rawAmount);

        assertTrue(successA == successB, "success");
        assertEq(movedA, movedB, "moved");
    }

    function test_TryTransferSaysWhichBehavioursSucceed() public {
        bool[9] memory expected = [true, false, false, true, false, false, false, false, true];
        for (uint8 i; i < 9; ++i) {
            (bool success, ) = _transfer(assembled, MockToken.Behaviour(i), address(0xA1), 5);
            assertTrue(success == expected[i], vm.toString(i));
        }
    }

    function test_TryTransferCallsWithTheArgumentsAndNothingElse() public {
        CallRecorder recorder = new CallRecorder();

        assembled.tryTransfer(address(recorder), address(0xA1), 5, 1_000_000);

        assertEq(recorder.lastCall(), abi.encodeCall(IERC20.transfer, (address(0xA1), 5)), "68 bytes");
    }

    function test_TryTransferTakesTheShortestCodeForAToken() public {
        vm.etch(address(0x70), hex"00");

        assertTrue(assembled.tryTransfer(address(0x70), address(0xA1), 5, GAS_CAP), "it stops at once, and well");
        assertTrue(twin.tryTransfer(address(0x70), address(0xA1), 5, GAS_CAP), "it stops at once, and well");
    }

    function test_TryTransferFailsWithoutACodeToCall() public {
        assertTrue(!assembled.tryTransfer(address(0xDEAD), address(0xA1), 5, GAS_CAP), "no code");
        assertTrue(!twin.tryTransfer(address(0xDEAD), address(0xA1), 5, GAS_CAP), "no code");
    }

    function _transfer(
        IAssembly from,
        MockToken.Behaviour behaviour,
        address to,
        uint256 rawAmount
    ) private returns (bool success, uint256 moved) {
        MockToken mock = new MockToken(6);
        mock.mint(address(from), type(uint256).max);
        mock.behave(to, behaviour);
        success = from.tryTransfer(address(mock), to, rawAmount, GAS_CAP);
        moved = mock.balanceOf(to);
    }
}

/// @notice Keeps what it was called with.
contract CallRecorder {
    bytes public lastCall;

    fallback() external {
        lastCall = msg.data;
    }
}
