// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IRewardLedger} from "../interfaces/IRewardLedger.sol";
import {IPasskeyAccount} from "./IPasskeyAccount.sol";
import {Instructions} from "./Instructions.sol";
import {Signers} from "./Signers.sol";

/// @title PasskeyAccount
/// @notice One person's account. `IPasskeyAccount` specifies every function, and says why there are no others.
/// @dev The code behind every clone of `PasskeyAccountFactory`. The signers chosen at enrolment lie behind a clone's code,
/// where nothing can initialise them a second time; storage begins empty. Tokens and ledgers are called last, when all
/// that was decided is written down, so they may call back as they like.
contract PasskeyAccount is IPasskeyAccount, EIP712 {
    using SafeERC20 for IERC20;
    using Signers for Signer;

    /*//////////////////////////////////////////////////////////////
                                 TYPES
    //////////////////////////////////////////////////////////////*/

    /// @dev An instruction that waits, as long as `round` is the account's own.
    struct Wait {
        uint40 readyAt;
        uint32 round;
    }

    /*//////////////////////////////////////////////////////////////
                               CONSTANTS
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IPasskeyAccount
    /// @dev Two days: someone who looks once a day has a whole day left to cancel.
    uint40 public constant override FIRST_TRANSFER_DELAY = 2 days;

    /// @inheritdoc IPasskeyAccount
    /// @dev A week: it is rarely needed, and who is away for some days still comes back in time to cancel.
    uint40 public constant override KEY_DELAY = 7 days;

    /// @inheritdoc IPasskeyAccount
    /// @dev Two weeks: long enough for any carrier to come by, and nothing forgotten surprises anyone months later.
    uint40 public constant override CARRY_WINDOW = 14 days;

    /*//////////////////////////////////////////////////////////////
                                STORAGE
    //////////////////////////////////////////////////////////////*/

    uint64 private _keyNonce;
    uint64 private _recoveryNonce;

    /// @dev Rises with whatever ends all that waits.
    uint32 private _round;

    /// @dev How often the key was replaced; 0 means that the key is the one behind the code.
    uint32 private _keyChanges;

    /// @dev False means that recovery is the one behind the code.
    bool private _isRecoverySet;

    Signer private _key;
    Signer private _recovery;
    mapping(bytes32 instruction => Wait) private _waits;
    mapping(uint32 keyChanges => mapping(address to => bool)) private _known;

    constructor() EIP712("Vouchpenny PasskeyAccount", "1") {}

    /*//////////////////////////////////////////////////////////////
                                 MONEY
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IPasskeyAccount
    function transfer(
        address token,
        address to,
        uint256 rawAmount,
        Authorization calldata authorization
    ) external override returns (bool done) {
        _checkReceiver(to, token);
        (uint64 nonce, uint40 deadline) = (authorization.nonce, authorization.deadline);
        bytes32 instruction = _digest(
            abi.encode(Instructions.TRANSFER_TYPEHASH, token, to, rawAmount, nonce, deadline)
        );
        uint40 readyAt = _admit(instruction, authorization, false, isKnown(to) ? 0 : FIRST_TRANSFER_DELAY);
        if (readyAt != 0) {
            emit TransferWaits(instruction, token, to, rawAmount, nonce, deadline, readyAt);
            return false;
        }

        _learn(to);

        bool success =
            token == address(0)
                ? LowLevelCall.callNoReturn(to, rawAmount, "")
                : IERC20(token).trySafeTransfer(to, rawAmount);
        if (!success) revert PasskeyAccount_TransferFailed(token, to, rawAmount);
        return true;
    }

    /// @inheritdoc IPasskeyAccount
    function withdraw(
        address ledger,
        address to,
        uint64 micros,
        Authorization calldata authorization
    ) external override returns (bool done) {
        _checkReceiver(to, ledger);
        (uint64 nonce, uint40 deadline) = (authorization.nonce, authorization.deadline);
        bytes32 instruction = _digest(abi.encode(Instructions.WITHDRAW_TYPEHASH, ledger, to, micros, nonce, deadline));
        uint40 readyAt = _admit(instruction, authorization, false, isKnown(to) ? 0 : FIRST_TRANSFER_DELAY);
        if (readyAt != 0) {
            emit WithdrawalWaits(instruction, ledger, to, micros, nonce, deadline, readyAt);
            return false;
        }

        _learn(to);

        IRewardLedger(ledger).withdraw(to, micros);
        return true;
    }

    /// @inheritdoc IPasskeyAccount
    function setMinimumPayout(address ledger, uint64 micros, Authorization calldata authorization) external override {
        (uint64 nonce, uint40 deadline) = (authorization.nonce, authorization.deadline);
        bytes32 instruction = _digest(
            abi.encode(Instructions.SET_MINIMUM_PAYOUT_TYPEHASH, ledger, micros, nonce, deadline)
        );
        _admit(instruction, authorization, false, 0);

        IRewardLedger(ledger).setMinimumPayout(micros);
    }

    /// @dev The token and the ledger are the two addresses that a slip of the hand would name, and never give back.
    function _checkReceiver(address to, address source) private pure {
        if (to == address(0) || to == source) revert PasskeyAccount_ReceiverForbidden(to);
    }

    function _learn(address to) private {
        if (isKnown(to)) return;
        _known[_keyChanges][to] = true;
        emit ReceiverKnown(to);
    }

    /*//////////////////////////////////////////////////////////////
                                SIGNERS
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IPasskeyAccount
    function setKey(
        Signer calldata newKey,
        bool byRecovery,
        Authorization calldata authorization
    ) external override returns (bool done) {
        if (!newKey.isPasskey()) revert PasskeyAccount_SignerMalformed(newKey.x, newKey.y);
        (uint64 nonce, uint40 deadline) = (authorization.nonce, authorization.deadline);
        bytes32 instruction = _digest(abi.encode(Instructions.SET_KEY_TYPEHASH, newKey, byRecovery, nonce, deadline));
        uint40 readyAt = _admit(instruction, authorization, byRecovery, KEY_DELAY);
        if (readyAt != 0) {
            emit KeyWaits(instruction, newKey, byRecovery, nonce, deadline, readyAt);
            return false;
        }

        _key = newKey;
        ++_keyChanges;
        ++_round;

        emit KeySet(newKey);
        return true;
    }

    /// @inheritdoc IPasskeyAccount
    function setRecovery(
        Signer calldata newRecovery,
        Authorization calldata authorization
    ) external override returns (bool done) {
        if (!newRecovery.isNobody() && newRecovery.addressOf() == address(0) && !newRecovery.isPasskey()) {
            revert PasskeyAccount_SignerMalformed(newRecovery.x, newRecovery.y);
        }
        (uint64 nonce, uint40 deadline) = (authorization.nonce, authorization.deadline);
        bytes32 instruction = _digest(abi.encode(Instructions.SET_RECOVERY_TYPEHASH, newRecovery, nonce, deadline));
        uint40 readyAt = _admit(instruction, authorization, false, KEY_DELAY);
        if (readyAt != 0) {
            emit RecoveryWaits(instruction, newRecovery, nonce, deadline, readyAt);
            return false;
        }

        _recovery = newRecovery;
        _isRecoverySet = true;
        ++_round;

        emit RecoverySet(newRecovery);
        return true;
    }

    /// @inheritdoc IPasskeyAccount
    function cancel(bool byRecovery, Authorization calldata authorization) external override {
        bytes32 instruction = _digest(
            abi.encode(Instructions.CANCEL_TYPEHASH, byRecovery, authorization.nonce, authorization.deadline)
        );
        _admit(instruction, authorization, byRecovery, 0);

        ++_round;

        emit Cancelled(byRecovery);
    }

    /*//////////////////////////////////////////////////////////////
                              INSTRUCTIONS
    //////////////////////////////////////////////////////////////*/

    /// @dev Lets an instruction through, once: now, or from `delaySeconds` after it was first carried.
    /// @return readyAt 0 when it is to be done now, else the end of its delay.
    function _admit(
        bytes32 instruction,
        Authorization calldata authorization,
        bool byRecovery,
        uint40 delaySeconds
    ) private returns (uint40 readyAt) {
        readyAt = waitsUntil(instruction);
        if (readyAt != 0) {
            _complete(instruction, readyAt);
            return 0;
        }

        if (block.timestamp > authorization.deadline) {
            revert PasskeyAccount_DeadlinePassed(authorization.deadline, block.timestamp);
        }
        uint64 next = byRecovery ? _recoveryNonce : _keyNonce;
        if (authorization.nonce != next) revert PasskeyAccount_NonceNotNext(authorization.nonce, next);
        bool isSigned =
            byRecovery
                ? recovery().hasSigned(instruction, authorization.signature)
                : key().hasAsserted(instruction, authorization.signature);
        if (!isSigned) revert PasskeyAccount_SignatureInvalid(byRecovery);

        if (byRecovery) ++_recoveryNonce;
        else ++_keyNonce;
        if (delaySeconds == 0) return 0;
        readyAt = uint40(block.timestamp) + delaySeconds;
        _waits[instruction] = Wait(readyAt, _round);
    }

    /// @dev Takes an instruction from those that wait, if its time has come and has not passed.
    function _complete(bytes32 instruction, uint40 readyAt) private {
        if (block.timestamp < readyAt) revert PasskeyAccount_DelayNotOver(readyAt, block.timestamp);
        uint256 expiresAt = readyAt + CARRY_WINDOW;
        if (block.timestamp >= expiresAt) revert PasskeyAccount_WindowOver(expiresAt, block.timestamp);

        delete _waits[instruction];

        emit Completed(instruction);
    }

    function _digest(bytes memory structure) private view returns (bytes32) {
        return _hashTypedDataV4(keccak256(structure));
    }

    /*//////////////////////////////////////////////////////////////
                               READ-ONLY
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IPasskeyAccount
    function key() public view override returns (Signer memory current) {
        if (_keyChanges != 0) return _key;
        (current, ) = _enrolled();
    }

    /// @inheritdoc IPasskeyAccount
    function recovery() public view override returns (Signer memory current) {
        if (_isRecoverySet) return _recovery;
        (, current) = _enrolled();
    }

    function _enrolled() private view returns (Signer memory, Signer memory) {
        return abi.decode(Clones.fetchCloneArgs(address(this)), (Signer, Signer));
    }

    /// @inheritdoc IPasskeyAccount
    function nonces() external view override returns (uint64 ofKey, uint64 ofRecovery) {
        return (_keyNonce, _recoveryNonce);
    }

    /// @inheritdoc IPasskeyAccount
    function isKnown(address to) public view override returns (bool) {
        return to == address(this) || _known[_keyChanges][to];
    }

    /// @inheritdoc IPasskeyAccount
    function waitsUntil(bytes32 instruction) public view override returns (uint40 readyAt) {
        Wait storage wait_ = _waits[instruction];
        return wait_.round == _round ? wait_.readyAt : 0;
    }
}
