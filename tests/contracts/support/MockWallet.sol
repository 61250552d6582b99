// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title MockWallet
/// @notice Code at a payee's address that answers ERC-1271 well or badly. It keeps nothing in storage, so that it
/// behaves alike where an address delegates to it (EIP-7702).
contract MockWallet is IERC1271 {
    enum Behaviour {
        AskKey,
        SayYes,
        SayNo,
        Revert,
        AnswerNothing,
        AnswerShort,
        AnswerOtherWord,
        AnswerDirty,
        AnswerLong,
        BurnGas,
        AskLedger
    }

    /// @dev The long answer, of which only the first word says something.
    uint256 private constant LONG_BYTES = 20_000;

    Behaviour private immutable _behaviour;
    address private immutable _key;
    address private immutable _ledger;

    /// @param key Whose ECDSA signature `AskKey` accepts.
    /// @param ledger Whose nonce `AskLedger` reads before it says yes.
    constructor(Behaviour behaviour, address key, address ledger) {
        _behaviour = behaviour;
        _key = key;
        _ledger = ledger;
    }

    /// @inheritdoc IERC1271
    function isValidSignature(bytes32 hash, bytes calldata signature) external view override returns (bytes4) {
        bytes32 yes = bytes32(IERC1271.isValidSignature.selector);
        if (_behaviour == Behaviour.AskKey) {
            (address recovered, , ) = ECDSA.tryRecoverCalldata(hash, signature);
            return recovered == _key ? bytes4(yes) : bytes4(0xffffffff);
        }
        if (_behaviour == Behaviour.SayNo) return 0xffffffff;
        if (_behaviour == Behaviour.Revert) revert("no signature is valid");
        if (_behaviour == Behaviour.AnswerNothing) _answer(yes, 0);
        if (_behaviour == Behaviour.AnswerShort) _answer(yes, 31);
        if (_behaviour == Behaviour.AnswerOtherWord) _answer(bytes32(uint256(1)), 32);
        if (_behaviour == Behaviour.AnswerDirty) _answer(yes | bytes32(uint256(1)), 32);
        if (_behaviour == Behaviour.AnswerLong) _answer(yes, LONG_BYTES);
        if (_behaviour == Behaviour.BurnGas) {
            while (true) {}
        }
        if (_behaviour == Behaviour.AskLedger) {
            (bool answered, ) = _ledger.staticcall(abi.encodeWithSignature("getAccount(address)", address(this)));
            if (!answered) return 0xffffffff;
        }
        return bytes4(yes);
    }

    /// @dev Ends the call with `length` bytes that begin with `word`.
    function _answer(bytes32 word, uint256 length) private pure {
        assembly ("memory-safe") {
            let answer := mload(0x40)
            mstore(answer, word)
            return(answer, length)
        }
    }
}

/// @title DeafWallet
/// @notice Code that takes calls and knows nothing of ERC-1271, as most that addresses delegate to.
contract DeafWallet {
    receive() external payable {}
}
