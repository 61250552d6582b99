// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Vm} from "../support/Vm.sol";
import {Dice} from "./Dice.sol";
import {World} from "./World.sol";

/// @title Turns
/// @notice What every call of a history has in common: the instant it happens at, what it must leave alone, its logs,
/// and the count of what happened.
abstract contract Turns is World {
    /// @dev As the call before left them: what each pool holds, hashed, and what each person has.
    mapping(uint32 pool => bytes32) private _poolHash;
    mapping(address account => uint256) private _wealth;
    uint256 private _callBacks;

    /// @dev How each invariant was first broken; empty while it holds.
    mapping(uint256 number => string) private _broken;
    bool private _isBroken;

    /// @dev A bit for each pool that the call may change.
    uint256 private _touched;

    mapping(string what => uint256) public times;
    string[] private _noted;

    /// @dev Every action goes through here. One that cannot happen now is not a call of the history (`vm.assume`).
    modifier turn(uint256 seed) {
        if (!hasBegun()) {
            begin(dice(~seed));
            _touched = type(uint256).max;
            _compare();
        }
        // A history stands still where it broke something, so that what is reported is what happened first.
        if (_isBroken) return;
        vm.warp(clock);
        _touched = 0;
        _;
        _compare();
    }

    /// @notice What was counted, in order of first appearance.
    function noted() external view returns (string[] memory) {
        return _noted;
    }

    /// @notice How invariant `number` was broken, or nothing.
    function broken(uint256 number) public view returns (string memory) {
        return _broken[number];
    }

    function _note(string memory what) internal {
        if (times[what]++ == 0) _noted.push(what);
    }

    function _break(uint256 number, string memory how) internal {
        _isBroken = true;
        if (bytes(_broken[number]).length == 0) _broken[number] = how;
    }

    function _touch(uint32 pool_) internal {
        _touched |= 1 << pool_;
    }

    /*//////////////////////////////////////////////////////////////
                                 CALLS
    //////////////////////////////////////////////////////////////*/

    /// @dev Every call of the ledger goes through here; the book reads the logs of those that are taken.
    function _send(address caller, bytes memory data, uint256 gas) internal returns (bool taken, bytes memory answer) {
        return _sendTo(address(ledger), caller, data, gas);
    }

    /// @dev A call that somebody else may pass on to the ledger.
    function _sendTo(
        address target,
        address caller,
        bytes memory data,
        uint256 gas
    ) internal returns (bool taken, bytes memory answer) {
        vm.recordLogs();
        vm.prank(caller);
        (taken, answer) = target.call{gas: gas}(data);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        if (taken) book.read(logs, clock);
    }

    function _try(address caller, bytes memory data) internal returns (bool taken) {
        (taken, ) = _send(caller, data, CALL_GAS);
    }

    /// @dev A call that no token can keep from being taken.
    function _must(address caller, bytes memory data) internal {
        (bool taken, bytes memory answer) = _send(caller, data, CALL_GAS);
        if (taken) return;
        assembly ("memory-safe") {
            revert(add(answer, 32), mload(answer))
        }
    }

    /// @dev A call that breaks invariant `number` if it is taken.
    function _mustNot(uint256 number, string memory how, address caller, bytes memory data) internal {
        if (_try(caller, data)) _break(number, how);
        _note(string.concat("refused: ", how));
    }

    /*//////////////////////////////////////////////////////////////
                           WHAT IS LEFT ALONE
    //////////////////////////////////////////////////////////////*/

    /// @dev C-10: a call changes no pool that it does not name, and nobody has less after it.
    function _compare() private {
        for (uint32 i = 1; i <= pools; ++i) {
            bytes32 hash = keccak256(abi.encode(ledger.getPool(i)));
            bool isTouched = _touched & (1 << i) != 0;
            if (!isTouched && hash != _poolHash[i]) _break(10, "a call changed another pool");
            _poolHash[i] = hash;
        }
        for (uint256 i; i < PEOPLE; ++i) {
            address account = _people[i].account;
            uint256 wealth = _wealthOf(account);
            if (wealth < _wealth[account]) _break(10, "a call took from somebody");
            _wealth[account] = wealth;
        }
        for (uint256 made = mock.callBacks(); _callBacks < made; ++_callBacks) {
            _note("refused: a call by the token in the middle of another");
        }
    }

    /// @dev All that a person is owed, or was told to have been sent, in raw units.
    function _wealthOf(address account) internal view returns (uint256) {
        return owedTo(account) * scale + _sentFor(account);
    }

    /*//////////////////////////////////////////////////////////////
                                  TIME
    //////////////////////////////////////////////////////////////*/

    function timePasses(uint256 seed) external turn(seed) {
        clock += Dice.between(dice(seed), 1, 4 days);
        vm.warp(clock);
    }
}
