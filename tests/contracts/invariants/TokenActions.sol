// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MockToken} from "../support/MockToken.sol";
import {Dice} from "./Dice.sol";
import {ThiefActions} from "./ThiefActions.sol";

/// @title TokenActions
/// @notice What happens at the token: gifts that nobody asked for, and how it comes to behave again.
abstract contract TokenActions is ThiefActions {
    function strangerDonates(uint256 seed) external turn(seed) {
        _donate(Dice.between(dice(seed), 1, 1_000_000));
        _note("tokens sent unasked");
    }

    function _donate(uint256 rawAmount) private {
        mock.mint(address(ledger), rawAmount);
        donatedRaw += rawAmount;
    }

    /// @dev Behaves towards everybody, and moves again.
    function _heal() internal {
        for (uint256 i; i < PEOPLE; ++i) {
            mock.behave(_people[i].account, MockToken.Behaviour.Honest);
            mock.behave(purseOf(_people[i].account), MockToken.Behaviour.Honest);
        }
        for (uint256 i; i < OWNERS; ++i) {
            mock.behave(ownerAt(i), MockToken.Behaviour.Honest);
        }
        mock.behave(address(ledger), MockToken.Behaviour.Honest);
        mock.freeze(false);
    }

    /// @dev Gives the ledger what it lacks.
    function _topUp() internal {
        uint256 needed = _liabilities() * scale;
        uint256 balance = mock.balanceOf(address(ledger));
        if (needed > balance) _donate(needed - balance);
    }

    /// @dev All that the ledger says it holds for somebody, in micros.
    function _liabilities() internal view returns (uint256 micros) {
        for (uint32 i = 1; i <= pools; ++i) {
            micros += uint256(available(i)) + reserved(i);
        }
        for (uint256 i; i < PEOPLE; ++i) {
            micros += owedTo(_people[i].account);
        }
    }

    /// @dev Settles all that has matured, in one call that must be taken.
    function _settleMatured(bool push) internal {
        uint256[] memory matured = new uint256[](_open.length);
        uint256 count;
        for (uint256 i; i < _open.length; ++i) {
            if (_batches[_open[i]].maturesAt <= clock) matured[count++] = _open[i];
        }
        (bool taken, ) = _send(carrierAt(1), _settlementOf(_first(matured, count), push), 2 * MOST_GAS);
        require(taken, "all that has matured settles");
    }
}
