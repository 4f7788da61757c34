using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TriageMesh.Contracts;
using TriageMesh.TestKit.Mesh;

namespace TriageMesh.Desk.Specs;

/// <summary>Who may see which page, as a table; a page that is not under one of its addresses fails here.</summary>
public sealed partial class Every_page_without_the_role(OpenDesk desk) : IAsyncLifetime
{
    private static readonly Dictionary<string, Role[]> Table = new(StringComparer.Ordinal)
    {
        ["queue"] = [Role.Agent, Role.Lead, Role.Admin],
        ["tickets"] = [Role.Agent, Role.Lead, Role.Admin],
        ["sla"] = [Role.Lead, Role.Admin],
        ["team"] = [Role.Lead, Role.Admin],
        ["canned"] = [Role.Agent, Role.Lead, Role.Admin],
        ["rules"] = [Role.Lead, Role.Admin],
        ["reports"] = [Role.Lead, Role.Admin],
        ["classifier"] = [Role.Lead, Role.Admin],
        ["praise"] = [Role.Marketing, Role.Lead, Role.Admin],
        ["admin"] = [Role.Admin],
        ["settings"] = [Role.Agent, Role.Lead, Role.Marketing, Role.Admin],
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Role.Agent)]
    [InlineData(Role.Lead)]
    [InlineData(Role.Marketing)]
    [InlineData(Role.Admin)]
    public async Task Says_so_and_with_it_does_not(Role role)
    {
        var pages = Pages();
        pages.Count.ShouldBeGreaterThan(30);
        await using var seat = await Seat.AtHomeAsync(desk, await desk.PersonAsync(Stop, role));
        foreach (var page in pages)
        {
            var allowed = Table[page.Split('/')[1]].Contains(role);
            var address = Parts().Replace(page, "1");
            await seat.Page.EvaluateAsync(
                "(to) => { history.pushState(null, '', to); dispatchEvent(new PopStateEvent('popstate')); }",
                address
            );

            // Sent to a colleague, or loaded again, it is the same page.
            var loaded = await seat.Page.APIRequest.GetAsync(new Uri(desk.Process.Address, address).ToString());
            loaded.Status.ShouldBe(200, address);

            // A page is drawn in the same turn as its address changes; only its own parts may come later.
            await Assertions
                .Expect(seat.Page.GetByText("Your role does not allow this page."))
                .ToHaveCountAsync(allowed ? 0 : 1);
        }
    }

    /// <summary>Every address that the application's folders name.</summary>
    private static List<string> Pages() =>
        [
            .. Directory
                .EnumerateFiles(
                    RepositoryRoot.Below("services", "Desk", "web", "src"),
                    "routes.tsx",
                    SearchOption.AllDirectories
                )
                .SelectMany(file =>
                    Pattern().Matches(File.ReadAllText(file)).Select(match => match.Groups["page"].Value)
                )
                .Order(StringComparer.Ordinal),
        ];

    [GeneratedRegex("pattern: \"(?<page>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();

    [GeneratedRegex(":[a-z]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parts();

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
