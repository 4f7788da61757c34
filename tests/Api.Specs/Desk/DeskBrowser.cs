using System.Net;
using System.Net.Http.Json;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Http;

namespace TriageMesh.Api.Specs.Desk;

/// <summary>Speaks to the desk as its own pages do: keeps cookies, and marks what it sends.</summary>
public sealed class DeskBrowser : IDisposable
{
    private readonly HttpClient _client;

    public DeskBrowser(Uri desk, bool marked = true)
    {
        Address = desk;
        _client = new HttpClient(
            new SocketsHttpHandler
            {
                CookieContainer = Cookies,
                UseCookies = true,
                AllowAutoRedirect = false,
            }
        )
        {
            BaseAddress = desk,
        };
        if (marked)
        {
            _client.DefaultRequestHeaders.Add("X-Requested-With", "triagemesh");
        }
    }

    public Uri Address { get; }

    public CookieContainer Cookies { get; } = new();

    /// <summary>The secret of the session, as the browser holds it.</summary>
    public string? Token => Cookies.GetCookies(Address)["desk"]?.Value;

    public Task<HttpResponseMessage> TrySignInAsync(
        string userName,
        string password,
        CancellationToken cancellationToken
    ) => SendAsync(HttpMethod.Post, "/desk/sign-in", new SignInRequest(userName, password), cancellationToken);

    public async Task SignInAsync(string userName, string password, CancellationToken cancellationToken)
    {
        using var answer = await TrySignInAsync(userName, password, cancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    public async Task<HttpStatusCode> StatusAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, body: null, cancellationToken);
        return answer.StatusCode;
    }

    public async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        await SendAsync<T>(HttpMethod.Get, path, body: null, cancellationToken);

    public async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(method, path, body, cancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(cancellationToken));
        return (await answer.Content.ReadFromJsonAsync<T>(MeshJson.Options, cancellationToken))!;
    }

    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        object? body,
        CancellationToken cancellationToken
    )
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body, options: MeshJson.Options);
        }

        return SendAsync(request, cancellationToken);
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    public void Dispose() => _client.Dispose();
}
