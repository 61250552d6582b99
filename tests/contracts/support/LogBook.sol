// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IRewardLedgerEvents as Events} from "../../../contracts/interfaces/IRewardLedgerEvents.sol";
import {Vm} from "./Vm.sol";

/// @title LogBook
/// @notice Rebuilds every balance of a ledger from its logs and the token's, and from nothing else (C-9).
contract LogBook {
    struct Entry {
        address payee;
        uint256 micros;
    }

    struct Book {
        bytes32 recordsHash;
        Entry[] entries;
        uint256 settledTimes;
        bool open;
    }

    address private immutable _ledger;

    mapping(uint32 pool => uint256) public available;
    mapping(uint32 pool => uint256) public reserved;
    mapping(address payee => uint256) public owed;
    mapping(address payee => uint256) public credited;
    mapping(address payee => uint256) public minimum;
    mapping(uint32 pool => mapping(uint32 seq => Book)) private _books;
    uint256 public mostSettledTimes;

    constructor(address ledger) {
        _ledger = ledger;
    }

    /// @notice Takes the logs of one call, in order.
    function read(Vm.Log[] calldata logs) external {
        for (uint256 i; i < logs.length; ++i) {
            bytes32 kind = logs[i].topics[0];
            if (logs[i].emitter == _ledger) {
                _readLedger(kind, logs[i]);
            } else if (kind == IERC20.Transfer.selector && _address(logs[i].topics[1]) == _ledger) {
                if (_isPush(logs, i)) owed[_address(logs[i].topics[2])] -= abi.decode(logs[i].data, (uint256));
            }
        }
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

    function isOpen(uint32 pool, uint32 seq) external view returns (bool) {
        return _books[pool][seq].open;
    }

    /// @dev A transfer out is explained by the log around it: `Withdrawn` and `PoolWithdrawn` come before theirs, `Paid`
    /// after. One that none explains is a push by settle.
    function _isPush(Vm.Log[] calldata logs, uint256 i) private view returns (bool) {
        if (i > 0 && logs[i - 1].emitter == _ledger) {
            bytes32 before = logs[i - 1].topics[0];
            if (before == Events.Withdrawn.selector || before == Events.PoolWithdrawn.selector) return false;
        }
        if (i + 1 == logs.length || logs[i + 1].emitter != _ledger) return true;
        return logs[i + 1].topics[0] != Events.Paid.selector;
    }

    function _readLedger(bytes32 kind, Vm.Log calldata log) private {
        if (kind == Events.Committed.selector) return _readCommitted(log);
        if (kind == Events.Amended.selector) return _readAmended(log);
        if (kind == Events.Settled.selector) return _readSettled(log);
        if (kind == Events.Deposited.selector) {
            available[_pool(log)] += abi.decode(log.data, (uint64));
        } else if (kind == Events.Vetoed.selector) {
            uint256 micros = abi.decode(log.data, (uint64));
            available[_pool(log)] += micros;
            reserved[_pool(log)] -= micros;
            _book(log).open = false;
        } else if (kind == Events.Paid.selector) {
            owed[_address(log.topics[1])] -= abi.decode(log.data, (uint64));
        } else if (kind == Events.Withdrawn.selector) {
            (, uint64 micros) = abi.decode(log.data, (address, uint64));
            owed[_address(log.topics[1])] -= micros;
        } else if (kind == Events.PoolWithdrawn.selector) {
            (, uint64 micros) = abi.decode(log.data, (address, uint64));
            available[_pool(log)] -= micros;
        } else if (kind == Events.MinimumPayoutSet.selector) {
            minimum[_address(log.topics[1])] = abi.decode(log.data, (uint64));
        } else if (kind == Events.PayDeferred.selector) {
            uint256 owedMicros = abi.decode(log.data, (uint64));
            require(owed[_address(log.topics[1])] == owedMicros, "PayDeferred says what is owed");
        }
    }

    function _readCommitted(Vm.Log calldata log) private {
        (, , bytes memory records, ) = abi.decode(log.data, (Events.BatchHeader, uint40, bytes, bytes));
        Book storage book = _book(log);
        book.recordsHash = keccak256(records);
        book.open = true;
        uint256 total;
        for (uint256 offset; offset < records.length;) {
            address payee = address(uint160(_number(records, offset, 20)));
            uint256 count = _number(records, offset + 20, 1);
            uint256 sum;
            for (uint256 i; i < count; ++i) {
                sum += _number(records, offset + 27 + i * 11, 5) % 2 ** 39;
            }
            book.entries.push(Entry(payee, sum));
            total += sum;
            offset += 21 + count * 11;
        }
        available[_pool(log)] -= total;
        reserved[_pool(log)] += total;
    }

    function _readAmended(Vm.Log calldata log) private {
        (, bytes memory reductions, ) = abi.decode(log.data, (uint40, bytes, bytes));
        for (uint256 offset; offset < reductions.length; offset += 13) {
            uint256 micros = _number(reductions, offset + 8, 5);
            _book(log).entries[_number(reductions, offset, 2)].micros -= micros;
            available[_pool(log)] += micros;
            reserved[_pool(log)] -= micros;
        }
    }

    function _readSettled(Vm.Log calldata log) private {
        Book storage book = _book(log);
        book.open = false;
        if (++book.settledTimes > mostSettledTimes) mostSettledTimes = book.settledTimes;
        for (uint256 i; i < book.entries.length; ++i) {
            Entry memory entry = book.entries[i];
            owed[entry.payee] += entry.micros;
            credited[entry.payee] += entry.micros;
            reserved[_pool(log)] -= entry.micros;
        }
    }

    function _book(Vm.Log calldata log) private view returns (Book storage) {
        return _books[_pool(log)][uint32(uint256(log.topics[2]))];
    }

    function _pool(Vm.Log calldata log) private pure returns (uint32) {
        return uint32(uint256(log.topics[1]));
    }

    function _address(bytes32 topic) private pure returns (address) {
        return address(uint160(uint256(topic)));
    }

    function _number(bytes memory data, uint256 from, uint256 length) private pure returns (uint256 value) {
        for (uint256 i; i < length; ++i) {
            value = value * 256 + uint8(data[from + i]);
        }
    }
}
