// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IRewardLedgerEvents as Events} from "../../../contracts/interfaces/IRewardLedgerEvents.sol";
import {Vm} from "./Vm.sol";

/// @title LogBook
/// @notice Rebuilds what a ledger holds from its logs, its token's and the instants of their blocks, and from nothing
/// else (C-9).
contract LogBook {
    struct Entry {
        address payee;
        uint256 micros;
    }

    struct Book {
        bytes32 recordsHash;
        Entry[] entries;
        uint256 settledTimes;
        uint40 maturesAt;
    }

    /// @dev Whether the token's `Transfer` logs are to be believed: of a push they are the only evidence.
    bool private immutable _believesToken;

    address private _ledger;
    address private _token;
    uint256 private _scale;

    mapping(uint32 pool => Events.Pool) private _pools;
    mapping(address payee => uint256) public owed;
    mapping(address payee => uint256) public credited;
    mapping(address payee => uint256) public minimum;
    mapping(uint32 pool => mapping(uint32 seq => Book)) private _books;
    uint256 public mostSettledTimes;

    constructor(bool believesToken) {
        _believesToken = believesToken;
    }

    /// @notice Takes the logs of a block, in order. The first of all must hold the ledger's deployment.
    function read(Vm.Log[] calldata logs, uint256 instant) external {
        for (uint256 i; i < logs.length; ++i) {
            bytes32 kind = logs[i].topics[0];
            if (logs[i].emitter == _ledger) {
                if (!_readPool(kind, logs[i], instant) && !_readBatch(kind, logs[i])) _readPayee(kind, logs[i]);
            } else if (kind == Events.Deployed.selector) {
                _ledger = logs[i].emitter;
                (_token, _scale) = abi.decode(logs[i].data, (address, uint256));
            } else if (_believesToken && logs[i].emitter == _token && kind == IERC20.Transfer.selector) {
                _readTransfer(logs, i);
            }
        }
    }

    function poolOf(uint32 pool) external view returns (Events.Pool memory) {
        return _pools[pool];
    }

    /// @notice keccak256(recordsHash ‖ keccak256(netList)), upper 216 bits, of what the logs left of a batch.
    function batchHash(uint32 pool, uint32 seq) external view returns (bytes27) {
        Book storage book = _books[pool][seq];
        bytes memory netList;
        for (uint256 i; i < book.entries.length; ++i) {
            netList = abi.encodePacked(netList, book.entries[i].payee, uint48(book.entries[i].micros));
        }
        return bytes27(keccak256(abi.encodePacked(book.recordsHash, keccak256(netList))));
    }

    /// @notice 0 when the batch is not open.
    function maturesAt(uint32 pool, uint32 seq) external view returns (uint40) {
        return _books[pool][seq].maturesAt;
    }

    /*//////////////////////////////////////////////////////////////
                                 POOLS
    //////////////////////////////////////////////////////////////*/

    function _readPool(bytes32 kind, Vm.Log calldata log, uint256 instant) private returns (bool) {
        Events.Pool storage pool = _pools[log.topics.length < 2 ? 0 : _number(log.topics[1])];
        if (kind == Events.PoolOpened.selector) {
            _readOpened(pool, log, instant);
        } else if (kind == Events.OrderSignerSet.selector) {
            pool.orderSigner = abi.decode(log.data, (address));
        } else if (kind == Events.PoolTransferStarted.selector) {
            pool.pendingOwner = abi.decode(log.data, (address));
        } else if (kind == Events.PoolTransferred.selector) {
            (, pool.owner) = abi.decode(log.data, (address, address));
            pool.pendingOwner = address(0);
        } else if (kind == Events.Deposited.selector) {
            uint64 micros = abi.decode(log.data, (uint64));
            pool.availableMicros += micros;
            if (pool.requestMicros != 0) pool.requestDepositedMicros += micros;
        } else if (kind == Events.WithdrawalRequested.selector) {
            (pool.requestMicros, pool.requestReadyAt) = abi.decode(log.data, (uint64, uint40));
            pool.requestDepositedMicros = 0;
        } else if (kind == Events.PoolWithdrawn.selector) {
            (, uint64 micros) = abi.decode(log.data, (address, uint64));
            pool.availableMicros -= micros;
            (pool.requestMicros, pool.requestDepositedMicros, pool.requestReadyAt) = (0, 0, 0);
        } else {
            return false;
        }
        return true;
    }

    function _readOpened(Events.Pool storage pool, Vm.Log calldata log, uint256 instant) private {
        (address orderSigner, Events.PoolTerms memory terms) = abi.decode(log.data, (address, Events.PoolTerms));
        pool.owner = _address(log.topics[2]);
        pool.orderSigner = orderSigner;
        pool.minHoldSeconds = terms.minHoldSeconds;
        pool.rewardCapMicros = terms.rewardCapMicros;
        pool.rateCapacityMicros = terms.rateCapacityMicros;
        pool.rateMicrosPerDay = terms.rateMicrosPerDay;
        pool.rateLevelMicros = terms.rateCapacityMicros;
        pool.rateUpdatedAt = uint32(instant);
        pool.nextSeq = 1;
    }

    /*//////////////////////////////////////////////////////////////
                                BATCHES
    //////////////////////////////////////////////////////////////*/

    function _readBatch(bytes32 kind, Vm.Log calldata log) private returns (bool) {
        if (kind == Events.Committed.selector) {
            _readCommitted(log);
        } else if (kind == Events.Amended.selector) {
            _readAmended(log);
        } else if (kind == Events.Settled.selector) {
            _readSettled(log);
        } else if (kind == Events.Vetoed.selector) {
            _release(_pools[_number(log.topics[1])], abi.decode(log.data, (uint64)));
            _book(log).maturesAt = 0;
        } else {
            return false;
        }
        return true;
    }

    function _readCommitted(Vm.Log calldata log) private {
        (Events.BatchHeader memory header, uint40 maturesAt_, bytes memory records, ) = abi.decode(
            log.data,
            (Events.BatchHeader, uint40, bytes, bytes)
        );
        Book storage book = _book(log);
        book.recordsHash = keccak256(records);
        book.maturesAt = maturesAt_;
        uint256 total;
        for (uint256 offset; offset < records.length;) {
            uint256 count = _field(records, offset + 20, 1);
            uint256 sum;
            for (uint256 i; i < count; ++i) {
                sum += _field(records, offset + 27 + i * 11, 5) % 2 ** 39;
            }
            book.entries.push(Entry(address(uint160(_field(records, offset, 20))), sum));
            total += sum;
            offset += 21 + count * 11;
        }
        _reserve(_pools[_number(log.topics[1])], uint64(total), maturesAt_ - header.holdSeconds);
    }

    /// @dev The rate limit is a bucket that refills with time and is rounded down at each commit.
    function _reserve(Events.Pool storage pool, uint64 micros, uint256 instant) private {
        uint256 level = pool.rateLevelMicros;
        level += ((instant - pool.rateUpdatedAt) * pool.rateMicrosPerDay) / 1 days;
        if (level > pool.rateCapacityMicros) level = pool.rateCapacityMicros;
        pool.rateLevelMicros = uint64(level - micros);
        pool.rateUpdatedAt = uint32(instant);
        pool.availableMicros -= micros;
        pool.reservedMicros += micros;
        ++pool.nextSeq;
    }

    function _release(Events.Pool storage pool, uint64 micros) private {
        pool.availableMicros += micros;
        pool.reservedMicros -= micros;
    }

    function _readAmended(Vm.Log calldata log) private {
        (, bytes memory reductions, ) = abi.decode(log.data, (uint40, bytes, bytes));
        for (uint256 offset; offset < reductions.length; offset += 13) {
            uint256 micros = _field(reductions, offset + 8, 5);
            _book(log).entries[_field(reductions, offset, 2)].micros -= micros;
            _release(_pools[_number(log.topics[1])], uint64(micros));
        }
    }

    function _readSettled(Vm.Log calldata log) private {
        Book storage book = _book(log);
        book.maturesAt = 0;
        if (++book.settledTimes > mostSettledTimes) mostSettledTimes = book.settledTimes;
        for (uint256 i; i < book.entries.length; ++i) {
            Entry memory entry = book.entries[i];
            owed[entry.payee] += entry.micros;
            credited[entry.payee] += entry.micros;
            _pools[_number(log.topics[1])].reservedMicros -= uint64(entry.micros);
        }
    }

    /*//////////////////////////////////////////////////////////////
                                 PAYEES
    //////////////////////////////////////////////////////////////*/

    function _readPayee(bytes32 kind, Vm.Log calldata log) private {
        if (kind == Events.MinimumPayoutSet.selector) {
            minimum[_address(log.topics[1])] = abi.decode(log.data, (uint64));
        } else if (!_believesToken) {
            return;
        } else if (kind == Events.Paid.selector) {
            owed[_address(log.topics[1])] -= abi.decode(log.data, (uint64));
        } else if (kind == Events.Withdrawn.selector) {
            (, uint64 micros) = abi.decode(log.data, (address, uint64));
            owed[_address(log.topics[1])] -= micros;
        } else if (kind == Events.PayDeferred.selector) {
            uint256 owedMicros = abi.decode(log.data, (uint64));
            require(owed[_address(log.topics[1])] == owedMicros, "PayDeferred says what is owed");
        }
    }

    /// @dev A transfer out is explained by the log around it: `Withdrawn` and `PoolWithdrawn` come before theirs, `Paid`
    /// after. One that none explains is a push by settle.
    function _readTransfer(Vm.Log[] calldata logs, uint256 i) private {
        if (_address(logs[i].topics[1]) != _ledger) return;
        if (i > 0 && logs[i - 1].emitter == _ledger) {
            bytes32 before = logs[i - 1].topics[0];
            if (before == Events.Withdrawn.selector || before == Events.PoolWithdrawn.selector) return;
        }
        if (i + 1 < logs.length && logs[i + 1].emitter == _ledger) {
            if (logs[i + 1].topics[0] == Events.Paid.selector) return;
        }
        owed[_address(logs[i].topics[2])] -= abi.decode(logs[i].data, (uint256)) / _scale;
    }

    function _book(Vm.Log calldata log) private view returns (Book storage) {
        return _books[_number(log.topics[1])][_number(log.topics[2])];
    }

    function _number(bytes32 topic) private pure returns (uint32) {
        return uint32(uint256(topic));
    }

    function _address(bytes32 topic) private pure returns (address) {
        return address(uint160(uint256(topic)));
    }

    function _field(bytes memory data, uint256 from, uint256 length) private pure returns (uint256 value) {
        for (uint256 i; i < length; ++i) {
            value = value * 256 + uint8(data[from + i]);
        }
    }
}
