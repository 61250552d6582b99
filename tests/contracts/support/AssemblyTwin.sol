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

    function tryTransfer(address token, address to, uint256 rawAmount, uint256 gasCap) external returns (bool) {
        return Assembly.tryTransfer(token, to, rawAmount, gasCap);
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

    /// @dev Copies the whole answer, which is what the assembly must not do.
    function tryTransfer(address token, address to, uint256 rawAmount, uint256 gasCap) external returns (bool) {
        (bool success, bytes memory answer) = token.call{gas: gasCap}(abi.encodeCall(IERC20.transfer, (to, rawAmount)));
        if (!success) return false;
        if (answer.length == 0) return token.code.length > 0;
        return answer.length >= 32 && bytes32(answer) == bytes32(uint256(1));
    }

    function _read(bytes memory data, uint256 offset) private pure returns (uint256 word) {
        for (uint256 i; i < 32; ++i) {
            word = (word << 8) | uint8(data[offset + i]);
        }
    }
}
