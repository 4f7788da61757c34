using Microsoft.Extensions.Configuration;

namespace TriageMesh.Desk.Proxy;

/// <summary>Where the services are that the desk speaks to for people.</summary>
internal sealed class Upstreams : IDisposable
{
    public Upstreams(IConfiguration configuration)
    {
        Router = Base(configuration["Router:Url"] ?? "http://127.0.0.1:5112", "api/v1/");
        Classifier = Base(configuration["Classifier:Url"] ?? "http://127.0.0.1:5111", "classifier/v1/");
        Ingest = Base(configuration["Ingest:Url"] ?? "http://127.0.0.1:5110", "ingest/v1/");
        Client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(3),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                MaxConnectionsPerServer = 256,
            }
        )
        {
            Timeout = TimeSpan.FromSeconds(30),
        };
    }

    public Uri Router { get; }

    public Uri Classifier { get; }

    public Uri Ingest { get; }

    /// <summary>Thirty seconds until the answer begins; how long its body takes is up to the reader.</summary>
    public HttpClient Client { get; }

    public void Dispose() => Client.Dispose();

    private static Uri Base(string url, string path) => new(new Uri(url.TrimEnd('/') + "/"), path);
}
