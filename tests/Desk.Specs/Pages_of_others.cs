using Microsoft.Playwright;
using TriageMesh.Contracts;

namespace TriageMesh.Desk.Specs;

/// <summary>What the pages of somebody else, open in the same browser, can do to the desk: nothing.</summary>
public sealed class Pages_of_others(OpenDesk desk) : IAsyncLifetime
{
    private const string Theirs = "http://others.example/";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task They_cannot_show_the_desk_in_a_frame_of_theirs()
    {
        await using var seat = await Seat.AtHomeAsync(desk, await desk.PersonAsync(Stop, Role.Admin));
        await OpenAsync(seat, $"<iframe src=\"{seat.Desk}queue/all\"></iframe>");

        await Assertions.Expect(seat.Page.Locator("iframe")).ToHaveCountAsync(1);
        await seat.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        foreach (var frame in seat.Page.Frames.Where(frame => frame != seat.Page.MainFrame))
        {
            (await frame.Locator("nav.side, input[name=username]").CountAsync()).ShouldBe(0);
        }
    }

    [Fact]
    public async Task A_form_of_theirs_changes_nothing_though_the_person_is_signed_in()
    {
        await using var seat = await Seat.AtHomeAsync(desk, await desk.PersonAsync(Stop, Role.Admin));
        await OpenAsync(seat, $"<form method=post action=\"{seat.Desk}desk/sign-out\"><button>Win</button></form>");

        var answer = await seat.Page.RunAndWaitForResponseAsync(
            () => seat.Page.Locator("button").ClickAsync(),
            response => response.Url.EndsWith("/desk/sign-out", StringComparison.Ordinal)
        );

        answer.Status.ShouldBe(403);
        await seat.Page.GotoAsync($"{seat.Desk}queue/all");
        await seat.Page.Locator("nav.side").WaitForAsync();
    }

    [Fact]
    public async Task A_script_of_theirs_reads_nothing_of_the_desk()
    {
        await using var seat = await Seat.AtHomeAsync(desk, await desk.PersonAsync(Stop, Role.Admin));
        await OpenAsync(seat, "<p>Theirs</p>");

        var read = await seat.Page.EvaluateAsync<string>(
            """
            async (address) => {
              try {
                return await (await fetch(`${address}desk/me`, { credentials: "include" })).text();
              } catch (error) {
                return error.name;
              }
            }
            """,
            seat.Desk.ToString()
        );

        read.ShouldBe("TypeError");
    }

    [Fact]
    public async Task Praise_is_never_markup_and_its_media_never_run()
    {
        const string evil = "<img src=x onerror=\"window.broken=1\"><script>window.broken=1</script>";
        var words = $"{Guid.NewGuid():N} {evil}";
        await new Platform(desk).PostAsync(
            words,
            Label.Praise,
            Stop,
            name: evil,
            permalink: "javascript:window.broken=1",
            media: ["javascript:window.broken=1", "https://media.example/kettle.jpg"]
        );
        await using var seat = await Seat.AtHomeAsync(desk, await desk.PersonAsync(Stop, Role.Marketing));
        var card = seat.Page.Locator(".praise-card", new PageLocatorOptions { HasText = words[..32] });
        await Assertions.Expect(card.Locator("blockquote")).ToHaveTextAsync(words);
        await Assertions.Expect(card.Locator(".media-links a")).ToHaveCountAsync(1);
        await card.Locator(".card-open").ClickAsync();
        await Assertions.Expect(seat.Page.Locator(".praise-post blockquote")).ToHaveTextAsync(words);

        await Assertions.Expect(seat.Page.Locator("a[href^='javascript']")).ToHaveCountAsync(0);
        await Assertions.Expect(seat.Page.Locator("main img, main script")).ToHaveCountAsync(0);
        (await seat.Page.EvaluateAsync<bool>("'broken' in window")).ShouldBeFalse();
        seat.Complaints.ShouldBeEmpty();
    }

    /// <summary>Opens a page of another host, without leaving this machine.</summary>
    private static async Task OpenAsync(Seat seat, string body)
    {
        await seat.Page.RouteAsync(
            $"{Theirs}**",
            route =>
                route.FulfillAsync(
                    new RouteFulfillOptions
                    {
                        ContentType = "text/html",
                        Body = $"<!doctype html><title>Theirs</title>{body}",
                    }
                )
        );
        await seat.Page.GotoAsync(Theirs);
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
