// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPasskeyAccount} from "../../../contracts/passkey/IPasskeyAccount.sol";
import {Dice} from "./Dice.sol";
import {RecommenderActions} from "./RecommenderActions.sol";

/// @title PasskeyActions
/// @notice A recommender whose payee is a passkey account: it is paid before the account exists, and moves the money with
/// assertions that anyone carries. Whoever stole the passkey must wait, as for every new address.
abstract contract PasskeyActions is RecommenderActions {
    using Dice for Dice.Cup;

    bytes32 private constant WITHDRAWAL_TYPEHASH = keccak256(
        "Withdraw(address ledger,address to,uint64 micros,uint64 nonce,uint40 deadline)"
    );
    bytes32 private constant MINIMUM_TYPEHASH = keccak256(
        "SetMinimumPayout(address ledger,uint64 micros,uint64 nonce,uint40 deadline)"
    );
    bytes32 private constant CANCEL_TYPEHASH = keccak256("Cancel(bool byRecovery,uint64 nonce,uint40 deadline)");

    /// @dev The highest that a payee may set.
    uint64 private constant MOST_MINIMUM = 1_000_000_000;

    /// @dev From the account's interface; here written down again, so that the account's own are tested.
    uint256 private constant FIRST_TRANSFER_DELAY = 2 days;
    uint256 private constant CARRY_WINDOW = 14 days;

    /// @dev A withdrawal to an address that was not known when it was carried first.
    struct Waiting {
        address to;
        uint64 micros;
        uint256 readyAt;
        bytes call;
    }

    Waiting[] private _waiting;
    uint64 private _keyNonce;
    mapping(address to => bool) private _isKnown;

    function passkeyUserWithdraws(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        _withdrawByPasskey(cup, _destination(cup, _account()));
    }

    /// @dev Carries again what has waited, in time, or too late and in vain.
    function passkeyWithdrawalIsCarriedAgain(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        vm.assume(_waiting.length != 0);
        uint256 index = cup.below(_waiting.length);
        Waiting memory waiting = _waiting[index];
        uint256 owedBefore = owedTo(_account());
        vm.assume(waiting.micros <= owedBefore);
        if (clock < waiting.readyAt) {
            clock = waiting.readyAt;
            vm.warp(clock);
        }
        bool isTime = clock < waiting.readyAt + CARRY_WINDOW;

        bool moved = _withdrawByCall(waiting.to, waiting.micros, waiting.call, isTime);

        _note(isTime ? "a passkey's withdrawal carried again" : "refused: a passkey's withdrawal too late");
        if (moved && !isTime) _break(3, "a passkey's withdrawal was done too late");
        if (!moved) return;
        _isKnown[waiting.to] = true;
        _waiting[index] = _waiting[_waiting.length - 1];
        _waiting.pop();
    }

    /// @dev Often the highest, so that the money stays until its owner asks for it.
    function passkeyUserSetsMinimum(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        uint64 micros = cup.oneIn(2) ? MOST_MINIMUM : _someMinimum(cup);
        bytes32 structHash = keccak256(abi.encode(MINIMUM_TYPEHASH, ledger, micros, _keyNonce, clock));
        bytes memory call = abi.encodeCall(
            IPasskeyAccount.setMinimumPayout,
            (address(ledger), micros, _authorize(structHash))
        );

        (bool taken, ) = _sendTo(address(passkeys), carrierAt(cup.below(9)), _throughFactory(call), CALL_GAS);

        require(taken, "a passkey sets its minimum");
        ++_keyNonce;
    }

    /// @dev To an address of its own, which is new to the account.
    function passkeyThiefWithdraws(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        _passkeyUser().isStolen = true;
        _withdrawByPasskey(cup, lootOf(_account()));
    }

    /// @dev Ends all that waits; whoever's it was.
    function passkeyUserCancels(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        vm.assume(_waiting.length != 0);
        bytes32 structHash = keccak256(abi.encode(CANCEL_TYPEHASH, false, _keyNonce, clock));
        bytes memory call = abi.encodeCall(IPasskeyAccount.cancel, (false, _authorize(structHash)));

        (bool taken, ) = _sendTo(address(passkeys), carrierAt(cup.below(9)), _throughFactory(call), CALL_GAS);

        require(taken, "a passkey cancels");
        ++_keyNonce;
        Waiting memory cancelled = _waiting[cup.below(_waiting.length)];
        delete _waiting;
        _mustNotWithdraw(cancelled);
    }

    /*//////////////////////////////////////////////////////////////
                                 SHARED
    //////////////////////////////////////////////////////////////*/

    function _withdrawByPasskey(Dice.Cup memory cup, address to) private {
        uint64 owed = owedTo(_account());
        vm.assume(owed != 0);
        uint64 micros = uint64(cup.between(1, owed));
        bytes32 structHash = keccak256(abi.encode(WITHDRAWAL_TYPEHASH, ledger, to, micros, _keyNonce, clock));
        bytes memory call = abi.encodeCall(
            IPasskeyAccount.withdraw,
            (address(ledger), to, micros, _authorize(structHash))
        );
        bool isAtOnce = to == _account() || _isKnown[to];

        bool taken = _withdrawByCall(to, micros, call, isAtOnce);

        if (taken || !isAtOnce) ++_keyNonce;
        if (isAtOnce) return;
        _withdrawByCall(to, micros, call, false);
        if (owedTo(_account()) != owed) _break(3, "a passkey's first withdrawal did not wait");
        _waiting.push(Waiting(to, micros, clock + FIRST_TRANSFER_DELAY, call));
        _note("a passkey's first withdrawal waits");
    }

    /// @dev Whether money moved. It must when it is time and the token delivers.
    function _withdrawByCall(address to, uint64 micros, bytes memory call, bool isTime) private returns (bool moved) {
        address account = _account();
        bytes memory data = _throughFactory(call);
        if (isTime) return _withdrawThrough(address(passkeys), account, to, micros, data, carrierAt(1));

        uint256 owedBefore = owedTo(account);
        _sendTo(address(passkeys), carrierAt(1), data, CALL_GAS);
        return owedTo(account) != owedBefore;
    }

    function _mustNotWithdraw(Waiting memory cancelled) private {
        if (clock < cancelled.readyAt || clock >= cancelled.readyAt + CARRY_WINDOW) return;
        if (_withdrawByCall(cancelled.to, cancelled.micros, cancelled.call, false)) {
            _break(3, "a passkey's cancelled withdrawal was done");
        }
        _note("refused: a passkey's cancelled withdrawal");
    }

    function _throughFactory(bytes memory call) private view returns (bytes memory) {
        return abi.encodeCall(passkeys.createAndCall, (_passkeyOf(_passkeyUser().key), _nobody(), call));
    }

    function _authorize(bytes32 structHash) private returns (IPasskeyAccount.Authorization memory) {
        bytes32 domain = keccak256(
            abi.encode(
                DOMAIN_TYPEHASH,
                keccak256("Vouchpenny PasskeyAccount"),
                keccak256("1"),
                block.chainid,
                _account()
            )
        );
        _note("signed by a passkey");
        bytes memory assertion = _assertion(
            _passkeyUser().key,
            keccak256(abi.encodePacked(hex"1901", domain, structHash))
        );
        return IPasskeyAccount.Authorization(_keyNonce, uint40(clock), assertion);
    }

    function _account() private view returns (address) {
        return _passkeyUser().account;
    }

    function _passkeyUser() internal view returns (Person storage) {
        uint256 person;
        while (_people[person].kind != Kind.Passkey) ++person;
        return _people[person];
    }
}
