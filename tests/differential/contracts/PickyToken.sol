// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title PickyToken
/// @notice A token of 18 decimals that answers a transfer by its mood towards the payee. It takes no signatures.
contract PickyToken is ERC20("Picky", "PICK") {
    /// @dev In the order of the model's moods.
    enum Mood {
        Pays,
        Reverts,
        AnswersFalse,
        AnswersNothing,
        BurnsGas,
        AnswersAtLength,
        ComesBack
    }

    /// @dev Costs far more to copy than to make.
    uint256 private constant LONG_ANSWER_BYTES = 20_000;

    /// @dev A push has gas for some entries only; the clock says which.
    uint256 private constant ENTRIES_AT_ONCE = 3;

    /// @dev Of zeros that follow a selector: enough to be read as the arguments of any function.
    uint256 private constant ARGUMENT_BYTES = 512;

    error ReentrancyGuardReentrantCall();

    mapping(address payee => Mood) private moods;
    bytes4[] private entries;

    function mint(address to, uint256 rawAmount) external {
        _mint(to, rawAmount);
    }

    function setMood(address payee, uint8 mood) external {
        moods[payee] = Mood(mood);
    }

    /// @notice Which functions of its caller the token tries when it comes back.
    function setEntries(bytes4[] calldata selectors) external {
        entries = selectors;
    }

    function transferFrom(address from, address to, uint256 rawAmount) public override returns (bool) {
        if (moods[from] == Mood.ComesBack) _comeBack();
        return super.transferFrom(from, to, rawAmount);
    }

    function transfer(address to, uint256 rawAmount) public override returns (bool) {
        Mood mood = moods[to];
        if (mood == Mood.Reverts) revert("refused");
        if (mood == Mood.AnswersFalse) return false;
        if (mood == Mood.AnswersAtLength) _answer(LONG_ANSWER_BYTES);
        if (mood == Mood.ComesBack) _comeBack();
        while (mood == Mood.BurnsGas) {}
        _transfer(msg.sender, to, rawAmount);
        if (mood == Mood.AnswersNothing) _answer(0);
        return true;
    }

    /// @dev Fails if the caller takes a call before this one is over.
    function _comeBack() private {
        bytes memory zeros = new bytes(ARGUMENT_BYTES);
        for (uint256 i; i < ENTRIES_AT_ONCE; ++i) {
            bytes4 entry = entries[(block.timestamp + i) % entries.length];
            (bool taken, bytes memory answer) = msg.sender.call(bytes.concat(entry, zeros));
            require(!taken && bytes4(answer) == ReentrancyGuardReentrantCall.selector, "came back");
        }
    }

    /// @dev Ends the call with `length` zeros.
    function _answer(uint256 length) private pure {
        assembly ("memory-safe") {
            let answer := mload(0x40)
            calldatacopy(answer, calldatasize(), length)
            return(answer, length)
        }
    }
}
