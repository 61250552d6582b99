// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title UsdcLike
/// @notice Does in a transfer what the large dollar stablecoins do, so that the gas bench measures with one: six
/// decimals, a pause flag, a blacklist checked on both sides and kept in the top bit of the balance's word, all behind
/// {UsdcLikeProxy}. Anyone may mint. Only for measuring; never deploy it for real.
contract UsdcLike {
    /// @dev The top bit of an account's word; the balance is the rest.
    uint256 private constant BLACKLISTED = 1 << 255;

    address public controller;
    bool public paused;
    uint256 public totalSupply;
    mapping(address account => uint256) private _balanceAndBlacklist;
    mapping(address holder => mapping(address spender => uint256)) public allowance;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed holder, address indexed spender, uint256 value);

    modifier whenNotPaused() {
        require(!paused, "paused");
        _;
    }

    modifier notBlacklisted(address account) {
        require(!_isBlacklisted(account), "blacklisted");
        _;
    }

    modifier onlyController() {
        require(msg.sender == controller, "not the controller");
        _;
    }

    /// @notice Names who may pause and blacklist; works once, in the proxy's storage.
    function initialize(address controller_) external {
        require(controller == address(0), "initialized");
        controller = controller_;
    }

    function setPaused(bool paused_) external onlyController {
        paused = paused_;
    }

    function setBlacklisted(address account, bool blacklisted) external onlyController {
        _balanceAndBlacklist[account] = blacklisted ? balanceOf(account) | BLACKLISTED : balanceOf(account);
    }

    function mint(address to, uint256 value) external whenNotPaused notBlacklisted(to) {
        totalSupply += value;
        _setBalance(to, balanceOf(to) + value);
        emit Transfer(address(0), to, value);
    }

    function approve(
        address spender,
        uint256 value
    ) external whenNotPaused notBlacklisted(msg.sender) notBlacklisted(spender) returns (bool) {
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
        return true;
    }

    function transfer(
        address to,
        uint256 value
    ) external whenNotPaused notBlacklisted(msg.sender) notBlacklisted(to) returns (bool) {
        _transfer(msg.sender, to, value);
        return true;
    }

    function transferFrom(
        address from,
        address to,
        uint256 value
    ) external whenNotPaused notBlacklisted(msg.sender) notBlacklisted(from) notBlacklisted(to) returns (bool) {
        require(value <= allowance[from][msg.sender], "allowance too small");
        _transfer(from, to, value);
        allowance[from][msg.sender] -= value;
        return true;
    }

    function balanceOf(address account) public view returns (uint256) {
        return _balanceAndBlacklist[account] & ~BLACKLISTED;
    }

    function decimals() external pure returns (uint8) {
        return 6;
    }

    function _transfer(address from, address to, uint256 value) private {
        require(from != address(0) && to != address(0), "zero address");
        require(value <= balanceOf(from), "balance too small");
        _setBalance(from, balanceOf(from) - value);
        _setBalance(to, balanceOf(to) + value);
        emit Transfer(from, to, value);
    }

    function _setBalance(address account, uint256 balance) private {
        require(balance < BLACKLISTED, "balance too large");
        require(!_isBlacklisted(account), "blacklisted");
        _balanceAndBlacklist[account] = balance;
    }

    function _isBlacklisted(address account) private view returns (bool) {
        return _balanceAndBlacklist[account] & BLACKLISTED != 0;
    }
}
