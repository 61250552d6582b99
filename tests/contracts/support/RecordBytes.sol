// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title RecordBytes
/// @notice Builds records, net lists and reductions plainly, one field after the other.
library RecordBytes {
    /// @dev A payee with one record. Join several with `bytes.concat`.
    function one(address payee, uint48 tag, uint40 micros) internal pure returns (bytes memory) {
        return abi.encodePacked(payee, uint8(1), tag, micros);
    }

    /// @dev A payee with two records.
    function two(
        address payee,
        uint48 tagA,
        uint40 microsA,
        uint48 tagB,
        uint40 microsB
    ) internal pure returns (bytes memory) {
        return abi.encodePacked(payee, uint8(2), tagA, microsA, tagB, microsB);
    }

    /// @dev One entry of a net list.
    function entry(address payee, uint48 sumMicros) internal pure returns (bytes memory) {
        return abi.encodePacked(payee, sumMicros);
    }

    /// @dev One reduction.
    function reduction(uint16 index, uint48 tag, uint40 micros) internal pure returns (bytes memory) {
        return abi.encodePacked(index, tag, micros);
    }

    /// @dev Records and net list of `payees` payees from `first` upwards, one record of `micros` each.
    function range(
        uint160 first,
        uint256 payees,
        uint40 micros
    ) internal pure returns (bytes memory records, bytes memory netList) {
        records = new bytes(payees * 32);
        netList = new bytes(payees * 26);
        for (uint256 i; i < payees; ++i) {
            address payee = address(uint160(first + i));
            _copy(one(payee, uint48(i), micros), records, i * 32);
            _copy(entry(payee, micros), netList, i * 26);
        }
    }

    /// @dev The bytes of `data` from `from`, and `length` of them.
    function slice(bytes memory data, uint256 from, uint256 length) internal pure returns (bytes memory part) {
        part = new bytes(length);
        for (uint256 i; i < length; ++i) {
            part[i] = data[from + i];
        }
    }

    function _copy(bytes memory from, bytes memory to, uint256 offset) private pure {
        for (uint256 i; i < from.length; ++i) {
            to[offset + i] = from[i];
        }
    }
}
