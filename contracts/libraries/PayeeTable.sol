// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors} from "../interfaces/IRewardLedgerErrors.sol";
import {Assembly} from "./Assembly.sol";

/// @title PayeeTable
/// @notice The payees of a settle call with what each gets: a word a row, `payee 20 B · sum 12 B`, in ascending order.
library PayeeTable {
    uint256 private constant PAYEE_BYTES = 20;

    /// @notice A table of `payees`, packed 20 B each, with nothing for anyone yet.
    /// @dev Refuses PayeeListMalformed and PayeesNotAscending, so that each stands there once.
    function create(bytes calldata payees) internal pure returns (uint256[] memory table) {
        if (payees.length % PAYEE_BYTES != 0) {
            revert IRewardLedgerErrors.RewardLedger_PayeeListMalformed(payees.length);
        }
        table = new uint256[](payees.length / PAYEE_BYTES);
        if (!Assembly.writeTable(payees, table)) _refuse(table);
    }

    /// @dev Finds the first payee that does not come after the one before, and refuses it.
    function _refuse(uint256[] memory table) private pure {
        address previous;
        for (uint256 i; i < table.length; ++i) {
            address payee = address(uint160(table[i] >> 96));
            if (payee <= previous) revert IRewardLedgerErrors.RewardLedger_PayeesNotAscending(payee, previous);
            previous = payee;
        }
        assert(false);
    }
}
