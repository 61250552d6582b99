// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AssemblyHarness, AssemblyTwin, IAssembly} from "./support/AssemblyTwin.sol";
import {MockToken} from "./support/MockToken.sol";
import {Test} from "./support/Test.sol";

/// @notice Holds the assembly equal to its plain twin.
contract AssemblyTest is Test {
    uint256 private constant GAS_CAP = 100_000;

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
