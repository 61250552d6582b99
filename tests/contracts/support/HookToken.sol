// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title HookToken
/// @notice A token that makes one call to somewhere whenever it is asked to move something or to take a signature, and
/// remembers what became of it. It believes every signature.
contract HookToken is ERC20 {
    address private _target;
    bytes private _data;

    bool public wasCalled;
    bool public succeeded;
    bytes4 public refusal;

    constructor() ERC20("Hook", "HOOK") {}

    function arm(address target, bytes calldata data) external {
        _target = target;
        _data = data;
    }

    function mint(address to, uint256 rawAmount) external {
        _mint(to, rawAmount);
    }

    function permit(address owner, address spender, uint256 rawAmount, uint256, uint8, bytes32, bytes32) external {
        _hook();
        _approve(owner, spender, rawAmount);
    }

    function receiveWithAuthorization(
        address from,
        address to,
        uint256 rawAmount,
        uint256,
        uint256,
        bytes32,
        uint8,
        bytes32,
        bytes32
    ) external {
        _hook();
        _transfer(from, to, rawAmount);
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }

    function transfer(address to, uint256 rawAmount) public override returns (bool) {
        _hook();
        return super.transfer(to, rawAmount);
    }

    function transferFrom(address from, address to, uint256 rawAmount) public override returns (bool) {
        _hook();
        return super.transferFrom(from, to, rawAmount);
    }

    function _hook() private {
        if (_target == address(0)) return;
        (bool success, bytes memory answer) = _target.call(_data);
        wasCalled = true;
        succeeded = success;
        refusal = bytes4(answer);
    }
}
