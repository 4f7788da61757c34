using System.Net;
using TriageMesh.Contracts.Api;
using TriageMesh.TestKit;

namespace TriageMesh.Api.Specs.Desk;

/// <summary>A desk that trusts a provider, and the way there and back.</summary>
internal sealed class ProviderDesk : IAsyncDisposable
{
    private readonly MeshProcess _desk;
    private readonly HttpClient _elsewhere = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }
    );

    private ProviderDesk(MeshProcess desk, OpenIdProvider provider)
    {
        _desk = desk;
        Provider = provider;
    }

    public OpenIdProvider Provider { get; }

    public Uri Address => _desk.Address;

    public static async Task<ProviderDesk> StartAsync(
        RunningDesk running,
        Uri router,
        CancellationToken cancellationToken,
        params (string Key, string Value)[] settings
    )
    {
        var provider = await OpenIdProvider.StartAsync(running.Time, "127.0.0.1", cancellationToken);
        try
        {
            var desk = await running.StartDeskAsync(router, cancellationToken, provider.Settings(settings));
            return new ProviderDesk(desk, provider);
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }
    }

    public DeskBrowser Browser() => new(_desk.Address);

    /// <summary>What this browser keeps of sign-ins that it has begun.</summary>
    public IReadOnlyList<Cookie> Pending(DeskBrowser browser) =>
        [
            .. browser
                .Cookies.GetCookies(Address)
                .Where(cookie =>
                    cookie.Name.StartsWith("desk-openid-", StringComparison.Ordinal) && cookie.Name != "desk-openid-in"
                ),
        ];

    /// <summary>Presses the provider's button and comes back with its answer, as a browser would.</summary>
    /// <returns>Where the desk sends the browser in the end.</returns>
    public async Task<string> SignInAsync(
        DeskBrowser browser,
        CancellationToken cancellationToken,
        string? returnTo = null
    ) => await OpenAsync(browser, await AnswerAsync(browser, cancellationToken, returnTo), cancellationToken);

    /// <summary>A new browser of a person whom the provider describes so.</summary>
    public async Task<DeskBrowser> SignedInAsync(
        CancellationToken cancellationToken,
        params (string Claim, object Value)[] person
    )
    {
        var browser = Browser();
        (await TryAsync(browser, cancellationToken, person)).ShouldBe("/");
        return browser;
    }

    public async Task<string> TryAsync(
        DeskBrowser browser,
        CancellationToken cancellationToken,
        params (string Claim, object Value)[] person
    )
    {
        Provider.Person = person.ToDictionary(claim => claim.Claim, claim => claim.Value, StringComparer.Ordinal);
        return await SignInAsync(browser, cancellationToken);
    }

    /// <summary>The address at the desk to which the provider sends the browser.</summary>
    public async Task<string> AnswerAsync(
        DeskBrowser browser,
        CancellationToken cancellationToken,
        string? returnTo = null
    )
    {
        var begin = "/desk/openid/begin" + (returnTo is null ? "" : $"?return_to={Uri.EscapeDataString(returnTo)}");
        var there = await OpenAsync(browser, begin, cancellationToken);
        using var answer = await _elsewhere.GetAsync(new Uri(there), cancellationToken);
        return answer.Headers.Location!.PathAndQuery;
    }

    public static async Task<string> OpenAsync(DeskBrowser browser, string path, CancellationToken cancellationToken)
    {
        using var answer = await browser.SendAsync(HttpMethod.Get, path, body: null, cancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        return answer.Headers.Location!.OriginalString;
    }

    public static Task<DeskPerson> PersonAsync(DeskBrowser browser, CancellationToken cancellationToken) =>
        browser.GetAsync<DeskPerson>("/desk/me", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _elsewhere.Dispose();
        await _desk.DisposeAsync();
        await Provider.DisposeAsync();
    }
}
