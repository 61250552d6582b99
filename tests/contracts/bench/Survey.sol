// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IRewardLedger} from "../../../contracts/interfaces/IRewardLedger.sol";

/// @title Survey
/// @notice Reads what many people have and are owed in one call, for the gas bench's own checks.
contract Survey {
    /// @return rawBalances What each of `people` holds of `token`, in raw units.
    function balances(IERC20 token, address[] calldata people) external view returns (uint256[] memory rawBalances) {
        rawBalances = new uint256[](people.length);
        for (uint256 i; i < people.length; ++i) {
            rawBalances[i] = token.balanceOf(people[i]);
        }
    }

    /// @return owedMicros What `ledger` owes each of `people`, in micros.
    function owed(IRewardLedger ledger, address[] calldata people) external view returns (uint256[] memory owedMicros) {
        owedMicros = new uint256[](people.length);
        for (uint256 i; i < people.length; ++i) {
            (owedMicros[i], , ) = ledger.getAccount(people[i]);
        }
    }
}
