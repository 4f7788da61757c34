using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace TriageMesh.Api.Specs.Desk;

public sealed class Forged_requests(RunningDesk desk) : IClassFixture<RunningDesk>, IAsyncLifetime
{
    private static readonly string[] Safe = ["GET", "HEAD", "OPTIONS"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_route_that_changes_anything_answers_a_request_without_the_desks_mark()
    {
        using var admin = await desk.AdminAsync(Stop);
        using var forger = new DeskBrowser(desk.Desk.Address, marked: false);
        forger.Cookies.Add(forger.Address, new Cookie("desk", admin.Token!));
        var routes = UnsafeRoutes();
        routes.Count.ShouldBeGreaterThan(8);

        foreach (var (method, path) in routes)
        {
            using var answer = await forger.SendAsync(new HttpMethod(method), path, new { }, Stop);
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, $"{method} {path}");
        }
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    public async Task A_request_from_another_site_is_refused_even_with_the_mark(string site)
    {
        using var admin = await desk.AdminAsync(Stop);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/desk/sign-out");
        request.Headers.Add("Sec-Fetch-Site", site);

        using var answer = await admin.SendAsync(request, Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await admin.StatusAsync("/desk/me", Stop)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_way_a_path_is_written_opens_no_way_around()
    {
        using var admin = await desk.AdminAsync(Stop);
        using var forger = new DeskBrowser(desk.Desk.Address, marked: false);
        forger.Cookies.Add(forger.Address, new Cookie("desk", admin.Token!));

        foreach (var path in new[] { "/DESK/sign-out", "/desk/SIGN-OUT", "/x/../desk/sign-out", "/%64esk/sign-out" })
        {
            using var answer = await forger.SendAsync(HttpMethod.Post, path, body: null, Stop);
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }
    }

    [Fact]
    public async Task The_session_cookie_opens_no_other_api_of_the_same_process()
    {
        using var admin = await desk.AdminAsync(Stop);
        using var browser = new DeskBrowser(desk.Router.Address);
        browser.Cookies.Add(browser.Address, new Cookie("desk", admin.Token!));

        (await browser.StatusAsync("/api/v1/me", Stop)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    /// <summary>Every route of the desk that is not only read, with something in place of its parameters.</summary>
    private List<(string Method, string Path)> UnsafeRoutes() =>
        [
            .. desk
                .Desk.Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(route => route.RoutePattern.RawText!.StartsWith("/desk", StringComparison.Ordinal))
                .SelectMany(route =>
                    route
                        .Metadata.GetMetadata<HttpMethodMetadata>()!
                        .HttpMethods.Except(Safe)
                        .Select(method => (method, Filled(route.RoutePattern.RawText!)))
                ),
        ];

    private static string Filled(string pattern) =>
        string.Join(
            '/',
            pattern.Split('/').Select(part => part.StartsWith('{') ? "00000000-0000-0000-0000-000000000001" : part)
        );

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
