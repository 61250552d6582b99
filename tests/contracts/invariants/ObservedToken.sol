// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {MockToken} from "../support/MockToken.sol";

/// @title ObservedToken
/// @notice A dollar token, or a hostile one, that remembers what it told its one ledger: how much it said it had sent,
/// whatever it really moved.
contract ObservedToken is MockToken, ERC20Permit, ERC3009 {
    address public ledger;

    /// @notice What the token told the ledger it had sent to each recipient, and to all of them, in raw units.
    mapping(address recipient => uint256) public sentTo;
    uint256 public sent;

    /// @notice Of that, what it never moved.
    uint256 public kept;

    /// @notice What it moved from the ledger to a recipient without ever saying so.
    mapping(address recipient => uint256) public slippedTo;

    /// @notice All that left the ledger's balance without the token saying so.
    uint256 public taken;

    bool public frozen;

    /// @notice How often it called back, and how often the call was taken.
    uint128 public callBacks;
    uint128 public callBacksTaken;

    constructor(uint8 decimals_) MockToken(decimals_) ERC20Permit("Mock") {}

    function observe(address ledger_) external {
        ledger = ledger_;
    }

    /// @notice Lets nothing move to or from the ledger, or lets it again.
    function freeze(bool frozen_) external {
        frozen = frozen_;
    }

    /// @notice Destroys so much of what the ledger holds.
    function rebase(uint256 rawAmount) external {
        taken += rawAmount;
        _burn(ledger, rawAmount);
    }

    function decimals() public view override(ERC20, MockToken) returns (uint8) {
        return super.decimals();
    }

    /// @dev Cheaper than its parent's, which measures: a push by the ledger must fit its cap.
    function transfer(address to, uint256 rawAmount) public override(ERC20, MockToken) returns (bool) {
        _behave(behaviourTo[to], msg.sender, to, rawAmount);
        return true;
    }

    function transferFrom(
        address from,
        address to,
        uint256 rawAmount
    ) public override(ERC20, MockToken) returns (bool) {
        return super.transferFrom(from, to, rawAmount);
    }

    /// @dev Notes what will be said before the call ends with it; a call that reverts has said nothing.
    function _behave(Behaviour behaviour, address from, address to, uint256 rawAmount) internal override {
        if (from == ledger && _saysYes(behaviour)) {
            sentTo[to] += rawAmount;
            sent += rawAmount;
            if (behaviour == Behaviour.Lie) kept += rawAmount;
        }
        if (from == ledger && behaviour == Behaviour.ReturnShort) {
            slippedTo[to] += rawAmount;
            taken += rawAmount;
        }
        if (behaviour == Behaviour.CallBack) {
            (bool isTaken, ) = callBackTarget.call(callBackData);
            ++callBacks;
            if (isTaken) ++callBacksTaken;
            behaviour = Behaviour.Honest;
        }
        super._behave(behaviour, from, to, rawAmount);
    }

    function _update(address from, address to, uint256 rawAmount) internal override {
        bool movesMoney = from != address(0) && to != address(0);
        require(!frozen || !movesMoney || (from != ledger && to != ledger), "frozen");
        super._update(from, to, rawAmount);
    }

    function _saysYes(Behaviour behaviour) private pure returns (bool) {
        return
            behaviour == Behaviour.Honest ||
            behaviour == Behaviour.ReturnNothing ||
            behaviour == Behaviour.TakeFee ||
            behaviour == Behaviour.CallBack ||
            behaviour == Behaviour.Lie;
    }
}
