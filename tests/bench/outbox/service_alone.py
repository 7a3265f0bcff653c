# SPDX-License-Identifier: Apache-2.0
"""What the simulated service takes at most: the same recipe again and again, from clients that do nothing else."""
import base64
import concurrent.futures
import datetime
import http.client
import ssl
import subprocess
import time

CLIENTS = 4
HEADER = ('pinCode cfMedico1 cfMedico2 codRegione codASLAo codStruttura codSpecializzazione testata1 testata2 nre tipoRic codiceAss cognNome '
          'indirizzo oscuramDati numTessSasn socNavigaz tipoPrescrizione ricettaInterna codEsenzione nonEsente reddito codDiagnosi '
          'descrizioneDiagnosi dataCompilazione tipoVisita dispReg provAssistito aslAssistito indicazionePrescr altro classePriorita').split()


def encrypted(certificate, text):
    done = subprocess.run(['openssl', 'pkeyutl', '-encrypt', '-certin', '-inkey', certificate, '-pkeyopt', 'rsa_padding_mode:pkcs1'],
                          input=text.encode(), capture_output=True, check=True)
    return base64.b64encode(done.stdout).decode()


def message(certificate, doctor):
    """A recipe without a number of its own: the service gives it one."""
    fields = {'pinCode': encrypted(certificate, doctor['pincode']), 'cfMedico1': doctor['user'], 'codRegione': '120', 'codASLAo': '201',
              'codSpecializzazione': 'F', 'tipoPrescrizione': 'F', 'nonEsente': '1', 'dataCompilazione': '2026-09-30 16:44:16',
              'tipoVisita': 'A', 'provAssistito': 'RM', 'aslAssistito': '201', 'codiceAss': encrypted(certificate, 'PNIMRA70A01H501P')}
    head = ''.join(f'<inv:{name}>{fields.get(name, "")}</inv:{name}>' for name in HEADER)
    row = ''.join(f'<tip:{name}>{value}</tip:{name}>' for name, value in (
        ('codGruppoEquival', 'G3B'), ('descrGruppoEquival', 'LEVETIRACETAM 500MG 60 UNITA&apos; USO ORALE'), ('quantita', '1')))
    return ('<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><inv:InvioPrescrittoRichiesta '
            'xmlns:inv="http://invioprescrittorichiesta.xsd.dem.sanita.finanze.it" xmlns:tip="http://tipodati.xsd.dem.sanita.finanze.it">'
            f'{head}<inv:ElencoDettagliPrescrizioni><tip:DettaglioPrescrizione>{row}</tip:DettaglioPrescrizione>'
            '</inv:ElencoDettagliPrescrizioni></inv:InvioPrescrittoRichiesta></soapenv:Body></soapenv:Envelope>').encode()


def rate(practice, doctor, seconds=3):
    """Recipes a second that the service accepts over connections which stay open."""
    state = practice.directory / 'simulator'
    body = message(state / 'sanitel.pem', doctor)
    user = f'{doctor["user"]}:{doctor["password"]}'.encode()
    headers = {'Content-Type': 'text/xml;charset=UTF-8', 'SOAPAction': '"http://invioprescritto.wsdl.dem.sanita.finanze.it/InvioPrescritto"',
               'Authorization': 'Basic ' + base64.b64encode(user).decode(),
               'Authorization2F': f'Bearer {doctor["user"]}-{datetime.date.today():%Y-%m}-RICETTA-DEM-PRESCRITTORE'}
    address = practice.sts.split('//')[1]
    end = time.monotonic() + seconds

    def client(_):
        connection = http.client.HTTPSConnection(address, context=ssl.create_default_context(cafile=state / 'ca.pem'))
        taken = 0
        while time.monotonic() < end:
            connection.request('POST', '/DemRicettaPrescrittoServicesWeb/services/demInvioPrescritto', body, headers)
            answer = connection.getresponse().read()
            if b'<codEsitoInserimento>0000<' not in answer:
                raise RuntimeError(answer.decode()[:400])
            taken += 1
        connection.close()
        return taken
    with concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
        return sum(pool.map(client, range(CLIENTS))) / seconds
