using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts;
using TriageMesh.Platform.Http;
using TriageMesh.Platform.Security;
using TriageMesh.TestKit;

namespace TriageMesh.Screenshots;

/// <summary>Somebody of the sample team, and what they ask of the API.</summary>
internal sealed class Person(MeshProcess process, Guid id, string userName, string name, params Role[] roles)
{
    private readonly HttpClient _client = Client(process, new Caller(id, name, roles));

    public Guid Id => id;

    public string UserName => userName;

    public async Task<T> AskAsync<T>(string path, CancellationToken cancellationToken) =>
        (await _client.GetFromJsonAsync<T>($"/api/v1/{path}", MeshJson.Options, cancellationToken))!;

    public Task PostAsync(string path, object body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, $"/api/v1/{path}", body, cancellationToken);

    public Task PutAsync(string path, object body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Put, $"/api/v1/{path}", body, cancellationToken);

    /// <summary>Asks an API that is not the router's.</summary>
    public async Task SendAsync(HttpMethod method, string address, object body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address)
        {
            Content = JsonContent.Create(body, options: MeshJson.Options),
        };
        using var answer = await _client.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            var words = await answer.Content.ReadAsStringAsync(cancellationToken);
            throw new InvalidOperationException($"{method} {address} answers {(int)answer.StatusCode}: {words}");
        }
    }

    private static HttpClient Client(MeshProcess process, Caller caller)
    {
        var token = process.Services.GetRequiredService<TokenIssuer>().Issue(caller, TimeSpan.FromHours(2));
        var client = new HttpClient { BaseAddress = process.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
