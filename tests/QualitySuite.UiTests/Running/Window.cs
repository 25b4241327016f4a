using Microsoft.Playwright;

namespace QualitySuite.UiTests.Running;

/// <summary>A page in a window of its own, which remembers what its console complained of. A violated content security policy is such a complaint.</summary>
internal sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    public Window(IBrowserContext context, IPage page)
    {
        _context = context;
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

    public async Task GoAsync(string path) => Assert.Equal(200, (await Page.GotoAsync(path))!.Status);

    public void ExpectNoComplaints() => Assert.Empty(_complaints);

    /// <summary>Waits until the address has this in it.</summary>
    public Task ExpectAddressAsync(string part) => Page.WaitForURLAsync(url => url.Contains(part, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        await _context.DisposeAsync();
    }
}
