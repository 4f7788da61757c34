using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace TriageMesh.TestKit;

/// <summary>A virtual host of its own on a real RabbitMQ, gone afterwards with its queues.</summary>
/// <remarks>
/// <c>TRIAGEMESH_TEST_RABBITMQ</c> holds the <c>amqp://</c> address of an administrator,
/// <c>TRIAGEMESH_TEST_RABBITMQ_API</c> the address of the management plugin.
/// </remarks>
public sealed class RabbitFixture : IAsyncLifetime
{
    public const string Variable = "TRIAGEMESH_TEST_RABBITMQ";
    public const string ApiVariable = "TRIAGEMESH_TEST_RABBITMQ_API";

    private readonly string? _server = TestServer.Address(Variable);
    private readonly string? _api = TestServer.Address(ApiVariable);
    private HttpClient? _management;

    /// <summary>The name of the virtual host.</summary>
    public string VirtualHost { get; } = $"specs-{Guid.NewGuid():N}";

    /// <summary>What <c>Bus:Uri</c> takes.</summary>
    public string Uri =>
        _server is null
            ? throw new InvalidOperationException("Call Require first.")
            : new UriBuilder(_server) { Path = VirtualHost }
                .Uri
                .AbsoluteUri;

    /// <summary>The management plugin, signed in; ask it for queues below <c>api/queues/{VirtualHost}</c>.</summary>
    public HttpClient Management => _management ?? throw new InvalidOperationException("Call Require first.");

    /// <summary>Fails where there is no server, and says how to get one.</summary>
    public void Require()
    {
        if (_server is null || _api is null)
        {
            throw TestServer.Missing(_server is null ? Variable : ApiVariable);
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (_server is null || _api is null)
        {
            return;
        }

        var account = System.Uri.UnescapeDataString(new Uri(_server).UserInfo);
        _management = new HttpClient { BaseAddress = new Uri($"{_api.TrimEnd('/')}/") };
        _management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes(account))
        );
        using var answer = await _management.PutAsync(Path, content: null, CancellationToken.None);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        if (_management is null)
        {
            return;
        }

        using var answer = await _management.DeleteAsync(Path, CancellationToken.None);
        answer.EnsureSuccessStatusCode();
        _management.Dispose();
    }

    private string Path => $"api/vhosts/{VirtualHost}";
}
