// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NetList} from "../../../contracts/libraries/NetList.sol";
import {Records} from "../../../contracts/libraries/Records.sol";

/// @title RecordsHarness
/// @notice Makes the codec callable, so that a test sees what it returns and how it reverts.
contract RecordsHarness {
    function net(
        bytes calldata records,
        uint256 rewardCapMicros,
        address token
    ) external view returns (bytes memory netList, uint256 totalMicros) {
        return Records.net(records, rewardCapMicros, token);
    }

    function reduce(
        bytes calldata netList,
        bytes calldata reductions
    ) external pure returns (bytes memory reduced, uint256 totalMicros) {
        return NetList.reduce(netList, reductions);
    }
}
