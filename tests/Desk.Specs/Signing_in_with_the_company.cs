using System.Text.Json;
using Microsoft.Playwright;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Http;
using TriageMesh.TestKit;

namespace TriageMesh.Desk.Specs;

/// <summary>A provider on another site, so that the browser treats its cookies and redirects as it would anywhere.</summary>
public sealed class Signing_in_with_the_company(OpenDesk desk) : IAsyncLifetime
{
    private const string OtherSite = "localhost";

    private MeshProcess? _desk;
    private OpenIdProvider? _provider;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private OpenIdProvider Provider => _provider ?? throw new InvalidOperationException("Not started.");

    [Theory]
    [InlineData("en", "Sign in with Company account", "Sign out")]
    [InlineData("zh-CN", "使用 Company account 登录", "退出登录")]
    public async Task A_person_presses_the_button_and_is_back_at_the_page_that_was_open(
        string language,
        string button,
        string signOut
    )
    {
        Provider.Person["name"] = "<b onmouseover=\"window.broken=1\">Mei</b>";
        await using var context = await ContextAsync(language, ColorScheme.Light);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/queue/team?label=complaint");

        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = button }).ClickAsync();

        await Assertions.Expect(page.Locator("nav.side .side-foot")).ToContainTextAsync("<b onmouseover=");
        new Uri(page.Url).PathAndQuery.ShouldBe("/queue/team?label=complaint");
        (await page.EvaluateAsync<bool>("'broken' in window")).ShouldBeFalse();
        (await page.EvaluateAsync<string>("document.cookie")).ShouldBeEmpty();

        await page.GotoAsync("/settings");
        await Assertions.Expect(page.Locator("input[type=password]")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = signOut, Exact = true }).ClickAsync();
        await page.Locator("input[name=username]").WaitForAsync();
        // Out there as well, and back at this desk.
        Provider.SignedOutTo.ShouldBe($"{_desk!.Address.ToString().TrimEnd('/')}/sign-in");
        await page.ReloadAsync();
        await page.Locator("input[name=username]").WaitForAsync();
    }

    [Theory]
    [InlineData("en", ColorScheme.Light, "Take away")]
    [InlineData("zh-CN", ColorScheme.Dark, "解除关联")]
    public async Task The_providers_account_is_taken_away_in_the_settings_once_there_is_a_password(
        string language,
        ColorScheme theme,
        string unlink
    )
    {
        Provider.Person["sub"] = $"unlinks-{language}";
        await using var context = await ContextAsync(language, theme);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/settings");
        await page.Locator(".signin-provider a").ClickAsync();
        await page.Locator("nav.side").WaitForAsync();
        await page.GotoAsync("/settings");
        var button = page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = unlink });

        await Assertions.Expect(button).ToBeDisabledAsync();
        (await Barriers.FindAsync(page, Stop)).ShouldBeEmpty();

        var me = await page.EvaluateAsync<string>(
            "() => fetch('/desk/me', { headers: { 'X-Requested-With': 'triagemesh' } }).then((answer) => answer.text())"
        );
        await desk.GivePasswordAsync(JsonSerializer.Deserialize<DeskPerson>(me, MeshJson.Options)!, Stop);
        page.Dialog += (_, asked) => _ = asked.AcceptAsync();
        await page.GotoAsync("/settings");
        await page.Locator(".signin-provider a").ClickAsync();
        await button.ClickAsync();

        await Assertions.Expect(button).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("en", ColorScheme.Light, "The provider's answer is not valid for this desk.")]
    [InlineData("zh-CN", ColorScheme.Dark, "身份提供方的应答对本系统无效")]
    public async Task A_refusal_says_why_and_leaves_every_way_open(string language, ColorScheme theme, string why)
    {
        Provider.Spoil = token => token.Audience = "another-desk";
        await using var context = await ContextAsync(language, theme);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/queue/all?label=praise");
        await page.Locator(".signin-provider a").ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync(why);
        (await Barriers.FindAsync(page, Stop)).ShouldBeEmpty();

        Provider.BeHonest();
        await page.Locator(".signin-provider a").ClickAsync();
        await page.Locator("nav.side").WaitForAsync();
        new Uri(page.Url).PathAndQuery.ShouldBe("/queue/all?label=praise");
    }

    [Fact]
    public async Task An_address_with_words_of_somebody_else_shows_none_of_them()
    {
        await using var context = await ContextAsync("en", ColorScheme.Light);
        var page = await context.NewPageAsync();

        await page.GotoAsync("/sign-in?refused=Call+this+number+to+unlock");

        await page.Locator(".signin-provider a").WaitForAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("Call this number");
    }

    [Fact]
    public async Task Where_there_is_no_provider_there_is_no_button()
    {
        await using var context = await desk.Browser.NewContextAsync(
            new BrowserNewContextOptions { BaseURL = desk.Process.Address.ToString() }
        );
        var page = await context.NewPageAsync();

        await page.RunAndWaitForResponseAsync(
            () => page.GotoAsync("/"),
            response => response.Url.EndsWith("/desk/sign-in", StringComparison.Ordinal)
        );

        await page.Locator("input[name=username]").WaitForAsync();
        // What the answer brings is drawn by then.
        await page.EvaluateAsync(
            "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
        );
        await Assertions.Expect(page.Locator(".signin-provider")).ToHaveCountAsync(0);
    }

    private Task<IBrowserContext> ContextAsync(string language, ColorScheme theme) =>
        desk.Browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = _desk!.Address.ToString(),
                Locale = language,
                ColorScheme = theme,
                ViewportSize = new ViewportSize { Width = 1366, Height = 768 },
            }
        );

    public async ValueTask InitializeAsync()
    {
        await desk.StartAsync(Stop);
        _provider = await OpenIdProvider.StartAsync(TimeProvider.System, OtherSite, Stop);
        _desk = await desk.StartDeskAsync(_provider.Settings(), Stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_desk is not null)
        {
            await _desk.DisposeAsync();
        }

        if (_provider is not null)
        {
            await _provider.DisposeAsync();
        }
    }
}
