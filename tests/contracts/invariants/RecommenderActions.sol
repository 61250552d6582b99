// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Dice} from "./Dice.sol";
import {Signing} from "./Signing.sol";

/// @title RecommenderActions
/// @notice What a payee does with what it is owed: itself, or by a signature that anyone carries.
abstract contract RecommenderActions is Signing {
    using Dice for Dice.Cup;

    uint64 private constant MOST_MINIMUM = 60_000_000;

    function recommenderWithdraws(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        Person storage person = _someOwed(cup, false);
        uint256 micros = cup.between(1, owedTo(person.account));
        address to = _destination(cup, person.account);

        _withdraw(person.account, to, micros, abi.encodeCall(ledger.withdraw, (to, uint64(micros))), person.account);
    }

    function recommenderWithdrawsBySignature(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        Person storage person = _someOwed(cup, false);
        _withdrawSigned(cup, person, _destination(cup, person.account));
    }

    function recommenderSetsMinimum(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        Person storage person = _somebody(cup);

        _must(person.account, abi.encodeCall(ledger.setMinimumPayout, (_someMinimum(cup))));
    }

    function recommenderSetsMinimumBySignature(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        _setMinimumSigned(cup, _somebody(cup), _someMinimum(cup));
    }

    /// @dev Almost the call that would be taken.
    function signatureIsForged(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        _mustNot(8, "a forged withdrawal", carrierAt(0), _forgery(cup, _someOwed(cup, true)));
    }

    /// @dev Signed by another key, or for another payee, place, amount, nonce, deadline, chain or ledger.
    function _forgery(Dice.Cup memory cup, Person storage person) private returns (bytes memory) {
        uint256 kind = cup.below(9);
        address payee = person.account;
        uint64 micros = uint64(cup.between(1, owedTo(payee)));
        bytes32 structHash = withdrawStruct(
            kind == 1 ? carrierAt(1) : payee,
            kind == 2 ? lootOf(payee) : purseOf(payee),
            kind == 3 ? micros + 1 : micros,
            kind == 4
                ? person.nonce + 1
                : kind == 5
                    ? _usedNonce(person.nonce)
                    : person.nonce,
            uint40(kind == 6 ? clock + 1 : clock)
        );
        uint256 chainId = kind == 7 ? block.chainid + 1 : block.chainid;
        bytes32 digest_ = digest(chainId, kind == 8 ? address(mock) : address(ledger), structHash);
        bytes memory signature = kind == 0 ? signDigest(0xBAD, digest_) : _signAs(cup, person, digest_);
        return abi.encodeCall(ledger.withdrawWithSignature, (payee, purseOf(payee), micros, uint40(clock), signature));
    }

    /// @dev The one before, or far ahead when none was used.
    function _usedNonce(uint64 nonce) private pure returns (uint64) {
        return nonce == 0 ? type(uint64).max : nonce - 1;
    }

    /*//////////////////////////////////////////////////////////////
                          SHARED WITH THIEVES
    //////////////////////////////////////////////////////////////*/

    function _withdrawSigned(Dice.Cup memory cup, Person storage person, address to) internal {
        address payee = person.account;
        uint64 micros = uint64(cup.between(1, owedTo(payee)));
        bytes memory call = _withdrawal(cup, person, to, micros);

        if (!_withdraw(payee, to, micros, call, carrierAt(cup.below(9)))) return;

        ++person.nonce;
        _remember(call);
        _mustNot(8, "a withdrawal taken twice", carrierAt(0), call);
    }

    /// @dev The call by which `person` withdraws, signed with the nonce that it has now.
    function _withdrawal(
        Dice.Cup memory cup,
        Person storage person,
        address to,
        uint64 micros
    ) internal returns (bytes memory) {
        uint40 deadline = uint40(clock + cup.below(1 hours));
        bytes32 structHash = withdrawStruct(person.account, to, micros, person.nonce, deadline);
        bytes memory signature = _signAs(cup, person, digest(block.chainid, address(ledger), structHash));
        return abi.encodeCall(ledger.withdrawWithSignature, (person.account, to, micros, deadline, signature));
    }

    function _setMinimumSigned(Dice.Cup memory cup, Person storage person, uint64 micros) internal {
        uint40 deadline = uint40(clock + cup.below(1 hours));
        bytes32 structHash = minimumStruct(person.account, micros, person.nonce, deadline);
        bytes memory signature = _signAs(cup, person, digest(block.chainid, address(ledger), structHash));
        bytes memory call = abi.encodeCall(
            ledger.setMinimumPayoutWithSignature,
            (person.account, micros, deadline, signature)
        );

        _must(carrierAt(cup.below(9)), call);

        ++person.nonce;
        _remember(call);
        _mustNot(8, "a minimum taken twice", carrierAt(0), call);
    }

    function _withdraw(
        address payee,
        address to,
        uint256 micros,
        bytes memory call,
        address caller
    ) internal returns (bool taken) {
        return _withdrawThrough(address(ledger), payee, to, micros, call, caller);
    }

    function _withdrawThrough(
        address target,
        address payee,
        address to,
        uint256 micros,
        bytes memory call,
        address caller
    ) internal returns (bool taken) {
        bool delivers = _delivers(to, micros * scale);
        uint256 owedBefore = owedTo(payee);

        (taken, ) = _sendTo(target, caller, call, CALL_GAS);

        if (!taken && delivers) _break(5, "a withdrawal was stopped");
        if (taken) _note("withdrawn");
        else _note("withdrawal failed by the token");
        if (owedTo(payee) != owedBefore - (taken ? micros : 0)) _break(6, "owed fell by another amount than withdrawn");
    }

    function _someOwed(Dice.Cup memory cup, bool orPasskey) internal view returns (Person storage) {
        uint256 first = cup.below(PEOPLE);
        uint256 found = PEOPLE;
        for (uint256 i; i < PEOPLE && found == PEOPLE; ++i) {
            uint256 person = (first + i) % PEOPLE;
            Kind kind = _people[person].kind;
            if (kind == Kind.Thief || (kind == Kind.Passkey && !orPasskey)) continue;
            if (owedTo(_people[person].account) != 0) found = person;
        }
        vm.assume(found != PEOPLE);
        return _people[found];
    }

    /// @dev Anybody who may call or sign for the ledger; a passkey account does neither.
    function _somebody(Dice.Cup memory cup) private view returns (Person storage person) {
        person = _people[cup.below(PEOPLE)];
        vm.assume(person.kind != Kind.Passkey);
    }

    function _someMinimum(Dice.Cup memory cup) internal pure returns (uint64) {
        return cup.oneIn(3) ? 0 : uint64(cup.between(1, cup.oneIn(2) ? 1_000 : MOST_MINIMUM));
    }

    /// @dev A purse, or the payee itself.
    function _destination(Dice.Cup memory cup, address payee) internal pure returns (address) {
        return cup.oneIn(4) ? payee : purseOf(payee);
    }
}
