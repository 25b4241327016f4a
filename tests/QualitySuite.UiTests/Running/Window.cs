using Microsoft.Playwright;

namespace QualitySuite.UiTests.Running;

/// <summary>A page in a window of its own, which remembers what its console complained of. A violated content security policy is such a complaint.</summary>
internal sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    private readonly bool _script;

    public Window(IBrowserContext context, IPage page, bool script)
    {
        _context = context;
        _script = script;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Add(error);
    }

    public IPage Page { get; }

    /// <summary>Opens a page and waits until its scripts listen.</summary>
    public async Task GoAsync(string path)
    {
        Assert.Equal(200, (await Page.GotoAsync(path))!.Status);
        await ReadyAsync();
    }

    public void ExpectNoComplaints() => Assert.Empty(_complaints);

    /// <summary>Waits until the address has this in it.</summary>
    public async Task ExpectAddressAsync(string part)
    {
        await Page.WaitForURLAsync(url => url.Contains(part, StringComparison.Ordinal));
        await ReadyAsync();
    }

    /// <summary>The scripts mark the page when they listen: under load that may be after the browser calls it loaded.</summary>
    public async Task ReadyAsync()
    {
        if (_script)
        {
            await Page.Locator("html[data-ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        await _context.DisposeAsync();
    }
}
