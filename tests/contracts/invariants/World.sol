// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerEvents as Events} from "../../../contracts/interfaces/IRewardLedgerEvents.sol";
import {IPasskeyAccount} from "../../../contracts/passkey/IPasskeyAccount.sol";
import {IPasskeyAccountFactory} from "../../../contracts/passkey/IPasskeyAccountFactory.sol";
import {LedgerKit} from "../support/LedgerKit.sol";
import {LogBook} from "../support/LogBook.sol";
import {MockWallet} from "../support/MockWallet.sol";
import {Dice} from "./Dice.sol";
import {ObservedToken} from "./ObservedToken.sol";

/// @title World
/// @notice Who and what a random history is about, and what is known to have happened in it (the model). Every history
/// begins with a new ledger whose terms the dice decide.
abstract contract World is LedgerKit {
    using Dice for Dice.Cup;

    uint256 internal constant FIRST_POOLS = 3;
    uint256 internal constant MOST_POOLS = 5;
    uint256 internal constant RETAILERS = 4;

    /// @dev The retailers, and a thief who has pools handed over to itself.
    uint256 internal constant OWNERS = RETAILERS + 1;

    uint256 internal constant PEOPLE = 8;

    /// @dev Pays in for retailers, and signs permits and authorizations.
    uint256 internal constant FUNDER_KEY = 0xF0D;

    /// @dev Every order key is another; this is the one before the first.
    uint256 private constant ORDER_KEYS = 0x3000;

    /// @dev The most that a chain transaction may have (EIP-7825).
    uint256 internal constant MOST_GAS = 16_777_216;

    /// @dev Enough for everything but settling, and so little that a token which burns it all is soon done.
    uint256 internal constant CALL_GAS = 2_000_000;

    /// @dev How a payee signs: with a key; with a key whose address has delegated code, which knows another key too
    /// (EIP-7702); as a wallet (ERC-1271); or as a passkey account, which asks the ledger itself. Thieves have one payee to
    /// which they pay themselves.
    enum Kind {
        Key,
        Delegated,
        Wallet,
        Passkey,
        Thief
    }

    /// @param key Signs for the account; for `Delegated` its own key, and `key + 1` by its code.
    /// @param isStolen Whether a thief has the key.
    struct Person {
        address account;
        Kind kind;
        uint256 key;
        uint256 creditedMicros;
        uint64 nonce;
        bool isStolen;
    }

    /// @dev What the holder of a stolen order key, or owner key, may have got of a pool.
    /// @param startedAt 0 while no key is stolen.
    /// @param ofOwner Whether it is the owner's key, against which nobody can act.
    /// @param reachMicros What was available at the theft, and has become so since.
    /// @param endedMicros Bound on what the thefts that ended could take.
    /// @param announcedMicros The owner's request that stood at the theft.
    /// @param withdrawnMicros What the owner's key withdrew since.
    struct Theft {
        uint256 startedAt;
        bool ofOwner;
        uint256 reachMicros;
        uint256 endedMicros;
        uint256 announcedMicros;
        uint256 withdrawnMicros;
    }

    /// @dev `bucket` is the rate limit without rounding, in micros × seconds of a day.
    struct ModelPool {
        address owner;
        address pendingOwner;
        uint256 orderKey;
        uint256 formerOrderKey;
        Events.PoolTerms terms;
        uint256 available;
        uint256 reserved;
        uint256 deposited;
        uint256 credited;
        uint256 withdrawn;
        uint256 requested;
        uint256 readyAt;
        uint256 depositedSince;
        uint256 bucket;
        uint256 bucketAt;
        uint256 commits;
        Theft theft;
    }

    /// @dev Entries name people by their place in `_people`.
    struct ModelBatch {
        uint32 pool;
        uint32 seq;
        bytes32 recordsHash;
        uint8[] payees;
        uint48[] sums;
        uint40 maturesAt;
        bool isOpen;
        bool isThiefs;
    }

    /// @dev Different for each campaign, which would otherwise all play the same histories.
    uint256 private _salt;

    ObservedToken internal mock;
    LogBook internal book;
    IPasskeyAccountFactory internal passkeys;
    uint256 internal scale;
    uint40 internal notice;
    uint40 internal window;
    uint256 internal clock = START;
    uint256 internal donatedRaw;

    Person[] internal _people;
    ModelBatch[] internal _batches;
    uint256[] internal _open;
    uint32 internal pools;
    mapping(uint32 pool => ModelPool) internal _pools;
    mapping(address owner => uint256) internal _paidOut;
    uint256 internal orderKeys = ORDER_KEYS;

    constructor(uint256 salt) {
        _salt = salt;
    }

    /// @dev Whether the token may break T-1 to T-5.
    function isHostile() internal pure virtual returns (bool);

    function hasBegun() public view returns (bool) {
        return address(ledger) != address(0);
    }

    function dice(uint256 seed) internal view returns (Dice.Cup memory) {
        return Dice.fill(_salt, seed);
    }

    function begin(Dice.Cup memory cup) internal {
        vm.warp(clock);
        vm.recordLogs();
        uint8 decimals = [6, 8, 18][cup.below(3)];
        scale = 10 ** (decimals - 6);
        mock = new ObservedToken(decimals);
        notice = uint40(cup.between(1 days, 4 days));
        window = uint40(cup.between(1 days, 8 days));
        uint64 minimum = uint64(cup.between(1, 2 * DEFAULT_MINIMUM));
        ledger = deployLedger(address(mock), minimum, 1 hours, 120 days, notice, window);
        mock.observe(address(ledger));
        book = new LogBook(!isHostile());
        _meetEverybody();
        for (uint256 i; i < FIRST_POOLS; ++i) {
            _openPool(cup);
            _fundPool(pools, cup.between(50_000_000, 300_000_000));
        }
        book.read(vm.getRecordedLogs(), clock);
    }

    function _openPool(Dice.Cup memory cup) internal {
        Events.PoolTerms memory terms_ = Events.PoolTerms({
            minHoldSeconds: uint32(cup.between(1 hours, 5 days)),
            rewardCapMicros: uint40(cup.between(4_000_000, 40_000_000)),
            rateCapacityMicros: uint64(cup.between(30_000_000, 400_000_000)),
            rateMicrosPerDay: uint64(cup.between(1_000_000, 30_000_000))
        });
        address owner = ownerAt(cup.below(RETAILERS));
        uint256 key = ++orderKeys;

        vm.prank(owner);
        uint32 opened = ledger.openPool(vm.addr(key), terms_);

        require(opened == ++pools, "pools count up");
        ModelPool storage pool_ = _pools[opened];
        (pool_.owner, pool_.orderKey, pool_.terms) = (owner, key, terms_);
        pool_.bucket = uint256(terms_.rateCapacityMicros) * 1 days;
        pool_.bucketAt = clock;
    }

    function _fundPool(uint32 pool_, uint256 micros) private {
        mock.mint(address(this), micros * scale);
        mock.approve(address(ledger), micros * scale);
        ledger.deposit(pool_, _pools[pool_].owner, micros * scale);
        _pools[pool_].deposited += micros;
        _raise(pool_, micros);
    }

    /// @dev What has become available, whoever's it was before.
    function _raise(uint32 pool_, uint256 micros) internal {
        _pools[pool_].available += micros;
        _pools[pool_].theft.reachMicros += micros;
    }

    /*//////////////////////////////////////////////////////////////
                                 PEOPLE
    //////////////////////////////////////////////////////////////*/

    function ownerAt(uint256 index) internal pure returns (address) {
        return address(uint160(0x2001 + index));
    }

    /// @dev Where a payee's own withdrawals go.
    function purseOf(address account) internal pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encode("purse", account)))));
    }

    /// @dev Where whoever stole a payee's key withdraws to.
    function lootOf(address account) internal pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encode("loot", account)))));
    }

    /// @dev All that was ever sent for a payee, in raw units.
    function _sentFor(address account) internal view returns (uint256) {
        return mock.sentTo(account) + mock.sentTo(purseOf(account)) + mock.sentTo(lootOf(account));
    }

    function minimumOf(address account) internal view returns (uint256) {
        (, uint64 own, ) = ledger.getAccount(account);
        return own == 0 ? ledger.DEFAULT_MINIMUM_MICROS() : own;
    }

    function _meetEverybody() private {
        for (uint256 key = 0x1001; key < 0x1005; ++key) {
            _meet(vm.addr(key), Kind.Key, key);
        }
        _meet(vm.addr(0x1011), Kind.Delegated, 0x1011);
        address code = address(new MockWallet(MockWallet.Behaviour.AskKey, vm.addr(0x1012), address(0)));
        vm.etch(vm.addr(0x1011), abi.encodePacked(hex"ef0100", code));
        address wallet = address(new MockWallet(MockWallet.Behaviour.AskKey, vm.addr(0x1021), address(0)));
        _meet(wallet, Kind.Wallet, 0x1021);
        passkeys = _deployPasskeys();
        _meet(passkeys.accountOf(_passkeyOf(0x1031), _nobody()), Kind.Passkey, 0x1031);
        _meet(vm.addr(0x1041), Kind.Thief, 0x1041);
    }

    /// @dev As it was built, like the ledger.
    function _deployPasskeys() private returns (IPasskeyAccountFactory) {
        bytes memory creationCode = vm.getCode("PasskeyAccountFactory.sol:PasskeyAccountFactory");
        address deployed;
        assembly ("memory-safe") {
            deployed := create(0, add(creationCode, 32), mload(creationCode))
        }
        return IPasskeyAccountFactory(deployed);
    }

    function _passkeyOf(uint256 key) internal pure returns (IPasskeyAccount.Signer memory) {
        (uint256 x, uint256 y) = vm.publicKeyP256(key);
        return IPasskeyAccount.Signer(bytes32(x), bytes32(y));
    }

    function _nobody() internal pure returns (IPasskeyAccount.Signer memory) {
        return IPasskeyAccount.Signer(0, 0);
    }

    /// @dev Keeps everybody in ascending order, as records must be.
    function _meet(address account, Kind kind, uint256 key) private {
        _people.push(Person(account, kind, key, 0, 0, false));
        for (uint256 i = _people.length - 1; i > 0 && _people[i].account < _people[i - 1].account; --i) {
            Person memory lower = _people[i];
            _people[i] = _people[i - 1];
            _people[i - 1] = lower;
        }
    }
}
