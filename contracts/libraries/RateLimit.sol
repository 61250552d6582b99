// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title RateLimit
/// @notice A token bucket: how much a pool may still commit, which every commit lowers and time alone raises.
library RateLimit {
    /// @notice The level after `elapsedSeconds`, rounded down, in micros.
    /// @param levelMicros The level at the start.
    /// @param capacityMicros Where the level stops rising.
    /// @param microsPerDay How fast it rises.
    function levelAfter(
        uint256 levelMicros,
        uint256 elapsedSeconds,
        uint256 capacityMicros,
        uint256 microsPerDay
    ) internal pure returns (uint256) {
        return Math.min(levelMicros + (elapsedSeconds * microsPerDay) / 1 days, capacityMicros);
    }
}
