// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title MockToken
/// @notice A token that misbehaves on demand, towards everybody or one recipient.
contract MockToken is ERC20 {
    enum Behaviour {
        Honest,
        Revert,
        ReturnFalse,
        ReturnNothing,
        ReturnTwo,
        ReturnShort,
        ReturnBomb,
        BurnGas,
        TakeFee,
        CallBack,
        Lie
    }

    /// @dev Answer of a return bomb: costs far more to copy than to make.
    uint256 private constant BOMB_BYTES = 20_000;

    uint8 private immutable _decimals;

    mapping(address recipient => Behaviour) public behaviourTo;
    address public callBackTarget;
    bytes public callBackData;
    bool public callBackSucceeded;
    bytes public callBackAnswer;
    uint256 public lastTransferGas;

    constructor(uint8 decimals_) ERC20("Mock", "MOCK") {
        _decimals = decimals_;
    }

    function mint(address to, uint256 rawAmount) external {
        _mint(to, rawAmount);
    }

    function behave(address recipient, Behaviour behaviour) external {
        behaviourTo[recipient] = behaviour;
    }

    function callBack(address target, bytes calldata data) external {
        callBackTarget = target;
        callBackData = data;
    }

    function decimals() public view virtual override returns (uint8) {
        return _decimals;
    }

    function transfer(address to, uint256 rawAmount) public virtual override returns (bool) {
        lastTransferGas = gasleft();
        _behave(behaviourTo[to], msg.sender, to, rawAmount);
        return true;
    }

    function transferFrom(address from, address to, uint256 rawAmount) public virtual override returns (bool) {
        _spendAllowance(from, msg.sender, rawAmount);
        _behave(behaviourTo[to], from, to, rawAmount);
        return true;
    }

    function _behave(Behaviour behaviour, address from, address to, uint256 rawAmount) internal virtual {
        if (behaviour == Behaviour.Revert) revert("refused");
        if (behaviour == Behaviour.ReturnFalse) _answer(0, 32);
        if (behaviour == Behaviour.ReturnTwo) _answer(2, 32);
        if (behaviour == Behaviour.ReturnBomb) _answer(0, BOMB_BYTES);
        if (behaviour == Behaviour.BurnGas) {
            while (true) {}
        }
        if (behaviour == Behaviour.CallBack) {
            (callBackSucceeded, callBackAnswer) = callBackTarget.call(callBackData);
        }
        if (behaviour == Behaviour.TakeFee) {
            _burn(from, 1);
            --rawAmount;
        }
        if (behaviour != Behaviour.Lie) _transfer(from, to, rawAmount);
        if (behaviour == Behaviour.ReturnNothing) _answer(0, 0);
        if (behaviour == Behaviour.ReturnShort) _answer(1, 31);
    }

    /// @dev Ends the call with `length` bytes that begin with `word`.
    function _answer(uint256 word, uint256 length) private pure {
        assembly ("memory-safe") {
            let answer := mload(0x40)
            mstore(answer, word)
            return(answer, length)
        }
    }
}
